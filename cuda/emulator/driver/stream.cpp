// Work that is queued, and the order in which it is done.
#include <algorithm>

#include "driver/driver.hpp"

namespace emu {
namespace {

std::vector<Stream*> streamsOf(Context* context) {
  std::vector<Stream*> all{&context->legacy};
  for (auto& stream : context->streams) all.push_back(stream.get());
  std::sort(all.begin(), all.end(), [](Stream* a, Stream* b) { return a->id < b->id; });
  return all;
}

// The legacy stream waits for the work queued before on blocking streams, and they for its.
bool heldByLegacy(const Stream* stream, const std::vector<Stream*>& all) {
  uint64_t ticket = stream->queue.front().ticket;
  if (!stream->legacy && !stream->blocking()) return false;
  return std::any_of(all.begin(), all.end(), [&](Stream* other) {
    bool related = stream->legacy ? !other->legacy && other->blocking() : other->legacy;
    return related && !other->queue.empty() && other->queue.front().ticket < ticket;
  });
}

bool canRun(const Stream* stream, const std::vector<Stream*>& all) {
  if (stream->queue.empty()) return false;
  const Work& work = stream->queue.front();
  return !(work.after && !work.after->passed) && !heldByLegacy(stream, all);
}

Stream* choose(const std::vector<Stream*>& able) {
  Driver& all = driver();
  auto ticket = [](Stream* a, Stream* b) { return a->queue.front().ticket < b->queue.front().ticket; };
  switch (all.settings.schedule.mode) {
    case Mode::Reverse: return *std::max_element(able.begin(), able.end(), ticket);
    case Mode::Random: return able[all.random.below((uint32_t)able.size())];
    case Mode::Serial: return able.front();
    default: return *std::min_element(able.begin(), able.end(), ticket);
  }
}

}  // namespace

Stream* streamOf(Context* context, void* handle) {
  if ((uintptr_t)handle <= 2) return &context->legacy;
  for (auto& stream : context->streams)
    if (stream.get() == handle) return stream.get();
  return nullptr;
}

bool performOne(Context* context) {
  std::vector<Stream*> all = streamsOf(context), able;
  for (Stream* stream : all)
    if (canRun(stream, all)) able.push_back(stream);
  if (able.empty()) return false;
  Stream* chosen = choose(able);
  Work work = std::move(chosen->queue.front());
  chosen->queue.pop_front();
  if (int code = work.perform(); code != SUCCESS && context->error == SUCCESS)
    driver().kill(context, code, driver().report);
  return true;
}

int performUntil(Context* context, const std::function<bool()>& done) {
  while (!done() && context->error == SUCCESS)
    if (!performOne(context)) return UNKNOWN;
  return context->error;
}

int finish(Context* context) {
  return performUntil(context, [&] {
    auto all = streamsOf(context);
    return std::all_of(all.begin(), all.end(), [](Stream* stream) { return stream->queue.empty(); });
  });
}

int finish(Stream* stream) {
  return performUntil(stream->context, [&] { return stream->queue.empty(); });
}

int finishForLegacy(Context* context) {
  return performUntil(context, [&] {
    auto all = streamsOf(context);
    return std::all_of(all.begin(), all.end(), [](Stream* stream) {
      return stream->queue.empty() || (!stream->legacy && !stream->blocking());
    });
  });
}

int enqueue(Stream* stream, std::function<int()> perform, std::shared_ptr<Moment> after) {
  Driver& all = driver();
  stream->queue.push_back({all.nextTicket++, std::move(after), std::move(perform)});
  // Even then an error shows at the next call, as it does on a GPU.
  if (all.settings.eagerStreams) finish(stream);
  return SUCCESS;
}

}  // namespace emu
