// Copies and fills.
#include <cstring>

#include "driver/driver.hpp"
#include "report/text.hpp"

using namespace emu;

namespace {

enum class Side { Any, Host, Device };

// Whether the bytes are known to the driver: device memory, or pinned or registered host memory.
bool known(uint64_t address, size_t bytes) {
  Allocation* found = driver().memory.find(address);
  return found && found->holds(address, bytes);
}

int badRange(const char* what, uint64_t address, size_t bytes) {
  Allocation* near = driver().memory.nearest(address);
  driver().report = text("out of bounds: ", what, " of ", bytes, " bytes at ", hex(address), ", ",
                         near ? near->describe() : std::string("near no allocation"));
  return INVALID_VALUE;
}

// Notes that the work touches memory that the driver knows, and says whether nothing races with it.
bool alone(const Passing& work, const char* what, uint64_t address, size_t bytes, bool write) {
  Driver& all = driver();
  Allocation* found = all.memory.find(address);
  if (!found || !all.settings.checks.globalRaces) return true;
  Stamp other = AddressSpace::visit(found, address, bytes, work, write);
  if (!other) return true;
  all.report = text("race between streams: ", what, " of ", bytes, " bytes at ", hex(address), ", ", found->describe(),
                    ", nothing orders work #", numberIn(work.stamp), " of stream ", streamIn(work.stamp),
                    " and work #", numberIn(other), " of stream ", streamIn(other));
  return false;
}

int copyNow(const Passing& work, uint64_t to, uint64_t from, size_t bytes) {
  if (!alone(work, "copy from", from, bytes, false) || !alone(work, "copy to", to, bytes, true)) return LAUNCH_FAILED;
  AddressSpace& memory = driver().memory;
  std::memmove((void*)to, (const void*)from, bytes);
  Allocation* target = memory.find(to);
  Allocation* source = memory.find(from);
  if (!target || !target->state) return SUCCESS;
  if (source && source->state)
    std::memmove(target->state + (to - target->base), source->state + (from - source->base), bytes);
  else
    AddressSpace::markWritten(target, to, bytes);
  return SUCCESS;
}

const char* nameOf(Side from, Side to) {
  return from == Side::Host ? "upload" : to == Side::Host ? "download" : "copy";
}

int checkSides(uint64_t to, uint64_t from, size_t bytes, Side toSide, Side fromSide) {
  if (toSide == Side::Device && !known(to, bytes)) return badRange("copy to the device", to, bytes);
  if (fromSide == Side::Device && !known(from, bytes)) return badRange("copy from the device", from, bytes);
  // A host buffer that begins in known memory must not run past it.
  if (driver().memory.find(to) && !known(to, bytes)) return badRange("copy to", to, bytes);
  if (driver().memory.find(from) && !known(from, bytes)) return badRange("copy from", from, bytes);
  return SUCCESS;
}

int injected() { return driver().settings.copy.met(driver().counters.copies); }

int copy(uint64_t to, uint64_t from, size_t bytes, Side toSide, Side fromSide) {
  return inContext([&](Context* context) {
    if (bytes == 0) return (int)SUCCESS;
    if (int code = checkSides(to, from, bytes, toSide, fromSide); code != SUCCESS) return code;
    if (int code = finishForLegacy(context); code != SUCCESS) return code;
    if (int code = injected(); code != SUCCESS) return failNow(context, code, "a copy");
    int code = copyNow(passNow(context, {nameOf(fromSide, toSide), bytes}), to, from, bytes);
    if (code != SUCCESS) driver().kill(context, code, driver().report);
    return code;
  });
}

int copyAsync(uint64_t to, uint64_t from, size_t bytes, void* on, Side toSide, Side fromSide) {
  return inContext([&](Context* context) {
    Stream* stream = streamOf(context, on);
    if (!stream) return (int)INVALID_HANDLE;
    if (bytes == 0) return (int)SUCCESS;
    if (int code = checkSides(to, from, bytes, toSide, fromSide); code != SUCCESS) return code;
    QueuedAs as{nameOf(fromSide, toSide), bytes};
    if (!known(from, bytes)) {  // pageable: what it holds now is staged
      auto staged = std::make_shared<std::vector<char>>((char*)from, (char*)from + bytes);
      return enqueueOr(injected(), "a copy", stream, as,
                       [=](const Passing& work) { return copyNow(work, to, (uint64_t)staged->data(), bytes); });
    }
    int code = enqueueOr(injected(), "a copy", stream, as,
                         [=](const Passing& work) { return copyNow(work, to, from, bytes); });
    // To pageable memory the call returns when the copy is done.
    return code != SUCCESS || known(to, bytes) ? code : finish(stream);
  });
}

template <class T>
int fillNow(const Passing& work, uint64_t to, T value, size_t count) {
  if (!alone(work, "fill", to, count * sizeof(T), true)) return LAUNCH_FAILED;
  for (size_t each = 0; each < count; each++) std::memcpy((void*)(to + each * sizeof(T)), &value, sizeof(T));
  AddressSpace::markWritten(driver().memory.find(to), to, count * sizeof(T));
  return SUCCESS;
}

template <class T>
int fill(uint64_t to, T value, size_t count) {
  return inContext([&](Context* context) {
    if (count == 0) return (int)SUCCESS;
    if (to % sizeof(T) || !known(to, count * sizeof(T))) return badRange("fill", to, count * sizeof(T));
    // A fill does not wait for the host: it is queued like any other work.
    return enqueueOr(injected(), "a fill", &context->legacy, {"fill", count * sizeof(T)},
                     [=](const Passing& work) { return fillNow(work, to, value, count); });
  });
}

template <class T>
int fillAsync(uint64_t to, T value, size_t count, void* on) {
  return inContext([&](Context* context) {
    Stream* stream = streamOf(context, on);
    if (!stream) return (int)INVALID_HANDLE;
    if (count == 0) return (int)SUCCESS;
    if (to % sizeof(T) || !known(to, count * sizeof(T))) return badRange("fill", to, count * sizeof(T));
    return enqueueOr(injected(), "a fill", stream, {"fill", count * sizeof(T)},
                     [=](const Passing& work) { return fillNow(work, to, value, count); });
  });
}

// CUDA_MEMCPY2D_v2.
struct Copy2D {
  struct Part {
    size_t x, y;
    unsigned type;  // 1 host, 2 device, 3 array, 4 unified
    const void* host;
    uint64_t device;
    void* array;
    size_t pitch;
    uint64_t start() const { return (type == 1 ? (uint64_t)host : device) + y * pitch + x; }
  } from, to;
  size_t width, height;
};

int copyRows(const Copy2D& plan, void* on, bool async) {
  if (plan.from.type == 3 || plan.to.type == 3) return NOT_SUPPORTED;
  auto side = [](unsigned type) { return type == 1 ? Side::Host : type == 2 ? Side::Device : Side::Any; };
  for (size_t row = 0; row < plan.height; row++) {
    uint64_t to = plan.to.start() + row * plan.to.pitch, from = plan.from.start() + row * plan.from.pitch;
    int code = async ? copyAsync(to, from, plan.width, on, side(plan.to.type), side(plan.from.type))
                     : copy(to, from, plan.width, side(plan.to.type), side(plan.from.type));
    if (code != SUCCESS) return code;
  }
  return SUCCESS;
}

}  // namespace

CUAPI cuMemcpy(DevicePointer to, DevicePointer from, size_t bytes) { return copy(to, from, bytes, Side::Any, Side::Any); }
CUAPI cuMemcpyHtoD_v2(DevicePointer to, const void* from, size_t bytes) {
  return copy(to, (uint64_t)from, bytes, Side::Device, Side::Host);
}
CUAPI cuMemcpyDtoH_v2(void* to, DevicePointer from, size_t bytes) {
  return copy((uint64_t)to, from, bytes, Side::Host, Side::Device);
}
CUAPI cuMemcpyDtoD_v2(DevicePointer to, DevicePointer from, size_t bytes) {
  return copy(to, from, bytes, Side::Device, Side::Device);
}
CUAPI cuMemcpyAsync(DevicePointer to, DevicePointer from, size_t bytes, void* stream) {
  return copyAsync(to, from, bytes, stream, Side::Any, Side::Any);
}
CUAPI cuMemcpyHtoDAsync_v2(DevicePointer to, const void* from, size_t bytes, void* stream) {
  return copyAsync(to, (uint64_t)from, bytes, stream, Side::Device, Side::Host);
}
CUAPI cuMemcpyDtoHAsync_v2(void* to, DevicePointer from, size_t bytes, void* stream) {
  return copyAsync((uint64_t)to, from, bytes, stream, Side::Host, Side::Device);
}
CUAPI cuMemcpyDtoDAsync_v2(DevicePointer to, DevicePointer from, size_t bytes, void* stream) {
  return copyAsync(to, from, bytes, stream, Side::Device, Side::Device);
}
CUAPI cuMemcpy2D_v2(const Copy2D* plan) { return copyRows(*plan, nullptr, false); }
CUAPI cuMemcpy2DUnaligned_v2(const Copy2D* plan) { return copyRows(*plan, nullptr, false); }
CUAPI cuMemcpy2DAsync_v2(const Copy2D* plan, void* stream) { return copyRows(*plan, stream, true); }

CUAPI cuMemsetD8_v2(DevicePointer to, unsigned char value, size_t count) { return fill(to, value, count); }
CUAPI cuMemsetD16_v2(DevicePointer to, unsigned short value, size_t count) { return fill(to, value, count); }
CUAPI cuMemsetD32_v2(DevicePointer to, unsigned value, size_t count) { return fill(to, value, count); }
CUAPI cuMemsetD8Async(DevicePointer to, unsigned char value, size_t count, void* stream) {
  return fillAsync(to, value, count, stream);
}
CUAPI cuMemsetD16Async(DevicePointer to, unsigned short value, size_t count, void* stream) {
  return fillAsync(to, value, count, stream);
}
CUAPI cuMemsetD32Async(DevicePointer to, unsigned value, size_t count, void* stream) {
  return fillAsync(to, value, count, stream);
}
