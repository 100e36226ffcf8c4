#include "driver/driver.hpp"

#include <algorithm>

#include "ptx/text.hpp"
#include "report/text.hpp"

namespace emu {

Driver& driver() {
  // Never destroyed: threads may still call while the process ends.
  static Driver* only = [] {
    auto* made = new Driver;
    made->settings = Settings::fromEnvironment();
    return made;
  }();
  return *only;
}

std::vector<Context*>& contextStack() {
  thread_local std::vector<Context*> stack;
  return stack;
}

Context* currentContext() {
  auto& stack = contextStack();
  if (stack.empty() || !driver().contexts.contains(stack.back())) return nullptr;
  return stack.back();
}

Context* Driver::newContext(bool isPrimary) {
  auto fresh = std::make_unique<Context>();
  fresh->id = nextId++;
  fresh->primary = isPrimary;
  fresh->legacy.context = fresh.get();
  fresh->legacy.legacy = true;
  fresh->legacy.id = 0;
  Context* made = fresh.get();
  contexts[made] = std::move(fresh);
  return made;
}

void Driver::destroy(Context* context) {
  memory.freeOwnedBy(context->id);
  if (context == primary) primary = nullptr;
  contexts.erase(context);
}

void Driver::kill(Context* context, int code, const std::string& what) {
  context->error = code;
  report = what;
  context->legacy.queue.clear();
  for (auto& stream : context->streams) stream->queue.clear();
}

bool leavesContextAlive(int code) { return code < ILLEGAL_ADDRESS || code == LAUNCH_OUT_OF_RESOURCES; }

int failNow(Context* context, int code, const std::string& what) {
  if (!leavesContextAlive(code)) driver().kill(context, code, text("injected error ", code, " at ", what));
  return code;
}

int enqueueOr(int injected, const std::string& what, Stream* stream, QueuedAs as,
              std::function<int(const Passing&)> perform) {
  if (injected == SUCCESS) return enqueue(stream, as, std::move(perform));
  if (leavesContextAlive(injected)) return injected;
  Context* context = stream->context;
  return enqueue(stream, as, [=](const Passing&) { return failNow(context, injected, what); });
}

int guarded(const std::function<int()>& body) {
  Driver& all = driver();
  std::lock_guard held(all.lock);
  try {
    return body();
  } catch (const PtxError& error) {
    all.report = error.what();
    return INVALID_PTX;
  } catch (const std::bad_alloc&) {
    return OUT_OF_MEMORY;
  } catch (const std::exception& error) {
    all.report = text("the emulator failed: ", error.what());
    return UNKNOWN;
  }
}

int inContext(const std::function<int(Context*)>& body) {
  return guarded([&] {
    if (!driver().initialised) return (int)NOT_INITIALIZED;
    Context* context = currentContext();
    if (!context) return (int)INVALID_CONTEXT;
    if (context->error != SUCCESS) return context->error;
    return body(context);
  });
}

}  // namespace emu
