// Contexts, the primary one above all.
#include "driver/driver.hpp"

using namespace emu;

namespace {

int initialised(const std::function<int()>& body) {
  return guarded([&] { return driver().initialised ? body() : (int)NOT_INITIALIZED; });
}

int onDevice(int device, const std::function<int()>& body) {
  return initialised([&] { return device < 0 || device >= driver().settings.devices ? (int)INVALID_DEVICE : body(); });
}

Context* known(void* handle) {
  auto found = driver().contexts.find((Context*)handle);
  return found == driver().contexts.end() ? nullptr : found->first;
}

}  // namespace

CUAPI cuDevicePrimaryCtxRetain(void** context, int device) {
  return onDevice(device, [&] {
    int injected = driver().settings.creation.met(driver().counters.creations);
    if (injected != SUCCESS) return injected;
    // A dead context stays the primary one until it is reset, or all have released it.
    if (!driver().primary) driver().primary = driver().newContext(true);
    driver().retained++;
    *context = driver().primary;
    return (int)SUCCESS;
  });
}

CUAPI cuDevicePrimaryCtxRelease_v2(int device) {
  return onDevice(device, [&] {
    if (driver().retained == 0) return (int)INVALID_CONTEXT;
    Context* primary = driver().primary;
    if (--driver().retained == 0 && primary) {
      if (primary->error == SUCCESS) finish(primary);
      driver().destroy(primary);
    }
    return (int)SUCCESS;
  });
}

// What the context had is gone; those who retained it still have to release it.
CUAPI cuDevicePrimaryCtxReset_v2(int device) {
  return onDevice(device, [&] {
    if (driver().primary) driver().destroy(driver().primary);
    return (int)SUCCESS;
  });
}

CUAPI cuDevicePrimaryCtxGetState(int device, unsigned* flags, int* active) {
  return onDevice(device, [&] {
    *flags = driver().primary ? driver().primary->flags : 0;
    *active = driver().primary != nullptr;
    return (int)SUCCESS;
  });
}

CUAPI cuDevicePrimaryCtxSetFlags_v2(int device, unsigned flags) {
  return onDevice(device, [&] {
    if (driver().primary) driver().primary->flags = flags;
    return (int)SUCCESS;
  });
}

CUAPI cuCtxCreate_v2(void** context, unsigned flags, int device) {
  return onDevice(device, [&] {
    Context* made = driver().newContext(false);
    made->device = device;
    made->flags = flags;
    contextStack().push_back(made);
    *context = made;
    return (int)SUCCESS;
  });
}

CUAPI cuCtxDestroy_v2(void* handle) {
  return initialised([&] {
    Context* context = known(handle);
    if (!context || context->primary) return (int)INVALID_CONTEXT;
    if (context->error == SUCCESS) finish(context);
    driver().destroy(context);
    std::erase(contextStack(), context);
    return (int)SUCCESS;
  });
}

CUAPI cuCtxSetCurrent(void* handle) {
  return initialised([&] {
    auto& stack = contextStack();
    if (handle && !known(handle)) return (int)INVALID_CONTEXT;
    if (!stack.empty()) stack.pop_back();
    if (handle) stack.push_back((Context*)handle);
    return (int)SUCCESS;
  });
}

CUAPI cuCtxGetCurrent(void** context) {
  return initialised([&] { return *context = currentContext(), (int)SUCCESS; });
}

CUAPI cuCtxPushCurrent_v2(void* handle) {
  return initialised([&] {
    if (!known(handle)) return (int)INVALID_CONTEXT;
    contextStack().push_back((Context*)handle);
    return (int)SUCCESS;
  });
}

CUAPI cuCtxPopCurrent_v2(void** context) {
  return initialised([&] {
    if (contextStack().empty()) return (int)INVALID_CONTEXT;
    if (context) *context = contextStack().back();
    contextStack().pop_back();
    return (int)SUCCESS;
  });
}

CUAPI cuCtxGetDevice(int* device) {
  return inContext([&](Context* context) { return *device = context->device, (int)SUCCESS; });
}

CUAPI cuCtxGetFlags(unsigned* flags) {
  return inContext([&](Context* context) { return *flags = context->flags, (int)SUCCESS; });
}

CUAPI cuCtxGetApiVersion(void* handle, unsigned* version) {
  return initialised([&] {
    if (handle && !known(handle)) return (int)INVALID_CONTEXT;
    *version = 12060;
    return (int)SUCCESS;
  });
}

CUAPI cuCtxGetStreamPriorityRange(int* least, int* greatest) {
  return inContext([&](Context*) { return *least = 0, *greatest = -5, (int)SUCCESS; });
}

CUAPI cuCtxSetCacheConfig(int) { return inContext([](Context*) { return (int)SUCCESS; }); }

CUAPI cuCtxSynchronize() {
  return inContext([](Context* context) {
    int injected = driver().settings.wait.met(driver().counters.waits);
    return injected == SUCCESS ? finish(context) : failNow(context, injected, "a wait for the context");
  });
}
