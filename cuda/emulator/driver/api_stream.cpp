// Streams and events.
#include "driver/driver.hpp"

using namespace emu;

namespace {

int onStream(void* handle, const std::function<int(Context*, Stream*)>& body) {
  return inContext([&](Context* context) {
    Stream* stream = streamOf(context, handle);
    return stream ? body(context, stream) : (int)INVALID_HANDLE;
  });
}

Event* eventOf(Context* context, void* handle) {
  for (auto& event : context->events)
    if (event.get() == handle) return event.get();
  return nullptr;
}

int onEvent(void* handle, const std::function<int(Context*, Event*)>& body) {
  return inContext([&](Context* context) {
    Event* event = eventOf(context, handle);
    return event ? body(context, event) : (int)INVALID_HANDLE;
  });
}

constexpr unsigned DISABLE_TIMING = 2;

int injectedCreation(Context* context, const char* what) {
  int code = driver().settings.creation.met(driver().counters.creations);
  return code == SUCCESS ? code : failNow(context, code, what);
}

int injectedWait(Context* context, const char* what) {
  int code = driver().settings.wait.met(driver().counters.waits);
  return code == SUCCESS ? code : failNow(context, code, what);
}

}  // namespace

CUAPI cuStreamCreateWithPriority(void** handle, unsigned flags, int priority) {
  return inContext([&](Context* context) {
    if (flags > 1) return (int)INVALID_VALUE;
    if (int code = injectedCreation(context, "a stream's creation"); code != SUCCESS) return code;
    auto made = std::make_unique<Stream>();
    made->context = context;
    made->flags = flags;
    made->priority = priority;
    made->id = driver().nextId++;
    *handle = made.get();
    context->streams.insert(std::move(made));
    return (int)SUCCESS;
  });
}

CUAPI cuStreamCreate(void** stream, unsigned flags) { return cuStreamCreateWithPriority(stream, flags, 0); }

CUAPI cuStreamDestroy_v2(void* handle) {
  return onStream(handle, [&](Context* context, Stream* stream) {
    if (stream->legacy) return (int)INVALID_HANDLE;
    int code = finish(stream);
    std::erase_if(context->streams, [&](auto& each) { return each.get() == handle; });
    return code;
  });
}

CUAPI cuStreamSynchronize(void* handle) {
  return onStream(handle, [](Context* context, Stream* stream) {
    if (int code = injectedWait(context, "a wait for a stream"); code != SUCCESS) return code;
    return stream->legacy ? finishForLegacy(context) : finish(stream);
  });
}

// Each question lets a piece of work happen, so that asking again and again comes to an end.
CUAPI cuStreamQuery(void* handle) {
  return onStream(handle, [](Context* context, Stream* stream) {
    if (!stream->queue.empty()) performOne(context);
    if (context->error != SUCCESS) return context->error;
    if (!stream->queue.empty()) return (int)NOT_READY;
    waited(context, stream->past);
    return (int)SUCCESS;
  });
}

CUAPI cuStreamWaitEvent(void* handle, void* waitedFor, unsigned) {
  return onStream(handle, [&](Context* context, Stream* stream) {
    Event* event = eventOf(context, waitedFor);
    if (!event) return (int)INVALID_HANDLE;
    if (!event->moment) return (int)SUCCESS;
    return enqueue(stream, {"wait"}, [](const Passing&) { return (int)SUCCESS; }, event->moment);
  });
}

CUAPI cuStreamAddCallback(void* handle, void (*callback)(void*, int, void*), void* data, unsigned) {
  return onStream(handle, [&](Context*, Stream* stream) {
    return enqueue(stream, {"callback"}, [=](const Passing&) { return callback(handle, SUCCESS, data), (int)SUCCESS; });
  });
}

CUAPI cuStreamGetFlags(void* handle, unsigned* flags) {
  return onStream(handle, [&](Context*, Stream* stream) { return *flags = stream->flags, (int)SUCCESS; });
}

CUAPI cuStreamGetPriority(void* handle, int* priority) {
  return onStream(handle, [&](Context*, Stream* stream) { return *priority = stream->priority, (int)SUCCESS; });
}

CUAPI cuStreamGetCtx(void* handle, void** of) {
  return onStream(handle, [&](Context* context, Stream*) { return *of = context, (int)SUCCESS; });
}

CUAPI cuStreamIsCapturing(void* handle, int* status) {
  return onStream(handle, [&](Context*, Stream*) { return *status = 0, (int)SUCCESS; });
}

CUAPI cuEventCreate(void** handle, unsigned flags) {
  return inContext([&](Context* context) {
    if (int code = injectedCreation(context, "an event's creation"); code != SUCCESS) return code;
    auto made = std::make_unique<Event>();
    made->context = context;
    made->flags = flags;
    *handle = made.get();
    context->events.insert(std::move(made));
    return (int)SUCCESS;
  });
}

CUAPI cuEventDestroy_v2(void* handle) {
  return onEvent(handle, [&](Context* context, Event*) {
    std::erase_if(context->events, [&](auto& each) { return each.get() == handle; });
    return (int)SUCCESS;
  });
}

CUAPI cuEventRecord(void* handle, void* on) {
  return onEvent(handle, [&](Context* context, Event* event) {
    Stream* stream = streamOf(context, on);
    if (!stream) return (int)INVALID_HANDLE;
    auto moment = std::make_shared<Moment>();
    event->moment = moment;
    int code = enqueue(stream, {"event"}, [moment](const Passing&) {
      moment->passed = true;
      moment->time = std::chrono::steady_clock::now();
      return (int)SUCCESS;
    });
    moment->past = stream->past;
    return code;
  });
}

CUAPI cuEventRecordWithFlags(void* event, void* stream, unsigned) { return cuEventRecord(event, stream); }

CUAPI cuEventQuery(void* handle) {
  return onEvent(handle, [](Context* context, Event* event) {
    auto moment = event->moment;
    if (!moment) return (int)SUCCESS;
    if (!moment->passed) performOne(context);
    if (context->error != SUCCESS) return context->error;
    if (!moment->passed) return (int)NOT_READY;
    waited(context, moment->past);
    return (int)SUCCESS;
  });
}

CUAPI cuEventSynchronize(void* handle) {
  return onEvent(handle, [](Context* context, Event* event) {
    if (int code = injectedWait(context, "a wait for an event"); code != SUCCESS) return code;
    auto moment = event->moment;
    int code = performUntil(context, [&] { return !moment || moment->passed; });
    if (moment) waited(context, moment->past);
    return code;
  });
}

CUAPI cuEventElapsedTime(float* millis, void* from, void* to) {
  return onEvent(from, [&](Context* context, Event* first) {
    Event* second = eventOf(context, to);
    if (!second || !first->moment || !second->moment || (first->flags | second->flags) & DISABLE_TIMING)
      return (int)INVALID_HANDLE;
    if (!first->moment->passed || !second->moment->passed) return (int)NOT_READY;
    *millis = std::chrono::duration<float, std::milli>(second->moment->time - first->moment->time).count();
    return (int)SUCCESS;
  });
}
