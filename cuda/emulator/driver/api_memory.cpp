// Allocation of device and host memory.
#include <cstring>

#include "driver/driver.hpp"

using namespace emu;

namespace {

int injected() { return driver().settings.allocation.met(driver().counters.allocations); }

// Null if there is no room.
Allocation* allocate(Context* context, size_t bytes, MemoryKind kind) {
  Driver& all = driver();
  bool onDevice = kind == MemoryKind::Device || kind == MemoryKind::Managed;
  if (onDevice && (bytes > all.settings.memoryBytes || all.memory.deviceBytes() > all.settings.memoryBytes - bytes))
    return nullptr;
  return all.memory.allocate(bytes, kind, context->id, all.settings.checks.uninitialised);
}

int allocateDevice(DevicePointer* address, size_t bytes, MemoryKind kind) {
  return inContext([&](Context* context) {
    if (!bytes || !address) return (int)INVALID_VALUE;
    if (int code = injected(); code != SUCCESS) return failNow(context, code, "an allocation");
    Allocation* made = allocate(context, bytes, kind);
    if (!made) return (int)OUT_OF_MEMORY;
    *address = made->base;
    return (int)SUCCESS;
  });
}

// The live allocation that starts here, of one of the kinds.
Allocation* startingAt(uint64_t address, std::initializer_list<MemoryKind> kinds) {
  Allocation* found = driver().memory.find(address);
  if (!found || found->base != address) return nullptr;
  for (MemoryKind kind : kinds)
    if (found->kind == kind) return found;
  return nullptr;
}

int release(uint64_t address, std::initializer_list<MemoryKind> kinds, int ifUnknown) {
  return inContext([&](Context* context) {
    if (address == 0) return (int)SUCCESS;
    Allocation* found = startingAt(address, kinds);
    if (!found) return ifUnknown;
    // Work that may use it comes first, as on a GPU.
    int code = finish(context);
    if (code == SUCCESS) driver().memory.free(found);
    return code;
  });
}

}  // namespace

CUAPI cuMemAlloc_v2(DevicePointer* address, size_t bytes) { return allocateDevice(address, bytes, MemoryKind::Device); }

CUAPI cuMemAllocManaged(DevicePointer* address, size_t bytes, unsigned) {
  return allocateDevice(address, bytes, MemoryKind::Managed);
}

CUAPI cuMemAllocPitch_v2(DevicePointer* address, size_t* pitch, size_t width, size_t height, unsigned) {
  *pitch = (width + 511) / 512 * 512;
  return cuMemAlloc_v2(address, *pitch * height);
}

CUAPI cuMemFree_v2(DevicePointer address) {
  return release(address, {MemoryKind::Device, MemoryKind::Managed}, INVALID_VALUE);
}

CUAPI cuMemAllocAsync(DevicePointer* address, size_t bytes, void* on) {
  return inContext([&](Context* context) {
    return streamOf(context, on) ? cuMemAlloc_v2(address, bytes) : (int)INVALID_HANDLE;
  });
}

CUAPI cuMemFreeAsync(DevicePointer address, void* on) {
  return inContext([&](Context* context) {
    Stream* stream = streamOf(context, on);
    if (!stream) return (int)INVALID_HANDLE;
    Allocation* found = startingAt(address, {MemoryKind::Device});
    if (!found) return (int)INVALID_VALUE;
    return enqueue(stream, {"free"}, [found](const Passing&) { return driver().memory.free(found), (int)SUCCESS; });
  });
}

CUAPI cuMemHostAlloc(void** address, size_t bytes, unsigned flags) {
  return inContext([&](Context* context) {
    if (!bytes) return (int)INVALID_VALUE;
    if (int code = injected(); code != SUCCESS) return failNow(context, code, "an allocation of pinned memory");
    Allocation* made = allocate(context, bytes, MemoryKind::Pinned);
    if (!made) return (int)OUT_OF_MEMORY;
    made->hostFlags = flags;
    *address = (void*)made->base;
    return (int)SUCCESS;
  });
}

CUAPI cuMemAllocHost_v2(void** address, size_t bytes) { return cuMemHostAlloc(address, bytes, 0); }

CUAPI cuMemFreeHost(void* address) { return release((uint64_t)address, {MemoryKind::Pinned}, INVALID_VALUE); }

CUAPI cuMemHostRegister_v2(void* address, size_t bytes, unsigned flags) {
  return inContext([&](Context* context) {
    if (!address || !bytes) return (int)INVALID_VALUE;
    if (int code = injected(); code != SUCCESS) return failNow(context, code, "a registration");
    Allocation* made = driver().memory.registerHost((uint64_t)address, bytes, context->id);
    if (!made) return (int)HOST_MEMORY_ALREADY_REGISTERED;
    made->hostFlags = flags;
    return (int)SUCCESS;
  });
}

CUAPI cuMemHostUnregister(void* address) {
  return release((uint64_t)address, {MemoryKind::Registered}, HOST_MEMORY_NOT_REGISTERED);
}

CUAPI cuMemHostGetDevicePointer_v2(DevicePointer* device, void* host, unsigned) {
  return inContext([&](Context*) {
    Allocation* found = driver().memory.find((uint64_t)host);
    if (!found) return (int)INVALID_VALUE;
    *device = (uint64_t)host;
    return (int)SUCCESS;
  });
}

CUAPI cuMemHostGetFlags(unsigned* flags, void* host) {
  return inContext([&](Context*) {
    Allocation* found = driver().memory.find((uint64_t)host);
    if (!found) return (int)INVALID_VALUE;
    *flags = found->hostFlags;
    return (int)SUCCESS;
  });
}

CUAPI cuMemGetInfo_v2(size_t* free, size_t* total) {
  return inContext([&](Context*) {
    *total = driver().settings.memoryBytes;
    *free = *total - std::min<size_t>(*total, driver().memory.deviceBytes());
    return (int)SUCCESS;
  });
}

CUAPI cuMemGetAddressRange_v2(DevicePointer* base, size_t* bytes, DevicePointer address) {
  return inContext([&](Context*) {
    Allocation* found = driver().memory.find(address);
    if (!found) return (int)NOT_FOUND;
    if (base) *base = found->base;
    if (bytes) *bytes = found->size;
    return (int)SUCCESS;
  });
}

// Of the attributes: 1 context, 2 memory type, 3 device pointer, 4 host pointer, 8 managed, 9 ordinal.
CUAPI cuPointerGetAttribute(void* data, int attribute, DevicePointer address) {
  return inContext([&](Context* context) {
    Allocation* found = driver().memory.find(address);
    if (!found) return (int)INVALID_VALUE;
    bool onHost = found->kind == MemoryKind::Pinned || found->kind == MemoryKind::Registered;
    switch (attribute) {
      case 1: *(void**)data = context; break;
      case 2: *(unsigned*)data = onHost ? 1 : 2; break;
      case 3: *(uint64_t*)data = address; break;
      case 4:
        if (!onHost) return (int)INVALID_VALUE;
        *(uint64_t*)data = address;
        break;
      case 8: *(unsigned*)data = found->kind == MemoryKind::Managed; break;
      case 9: *(int*)data = 0; break;
      default: return (int)INVALID_VALUE;
    }
    return (int)SUCCESS;
  });
}
