// Work that is queued, and the order in which it is done.
#include <algorithm>

#include "driver/driver.hpp"
#include "report/text.hpp"

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
  uint64_t ticket = stream->queue.front().ticket();
  if (!stream->legacy && !stream->blocking()) return false;
  return std::any_of(all.begin(), all.end(), [&](Stream* other) {
    bool related = stream->legacy ? !other->legacy && other->blocking() : other->legacy;
    return related && !other->queue.empty() && other->queue.front().ticket() < ticket;
  });
}

bool canRun(const Stream* stream, const std::vector<Stream*>& all) {
  if (stream->queue.empty()) return false;
  const Work& work = stream->queue.front();
  return !(work.after && !work.after->passed) && !heldByLegacy(stream, all);
}

Stream* choose(const std::vector<Stream*>& able) {
  Driver& all = driver();
  auto ticket = [](Stream* a, Stream* b) { return a->queue.front().ticket() < b->queue.front().ticket(); };
  switch (all.settings.schedule.mode) {
    case Mode::Reverse: return *std::max_element(able.begin(), able.end(), ticket);
    case Mode::Random: return able[all.random.below((uint32_t)able.size())];
    case Mode::Serial: return able.front();
    default: return *std::min_element(able.begin(), able.end(), ticket);
  }
}

// Its place: behind the work before it in its stream, behind what its stream and the host waited
// for, and, where the legacy stream takes part, behind the others' or the legacy stream's.
Passing pass(Stream* stream) {
  Context* context = stream->context;
  stream->past.add(context->waited);
  if (!stream->legacy && stream->blocking()) stream->past.add(context->legacy.past);
  if (stream->legacy)
    for (auto& other : context->streams)
      if (other->blocking()) stream->past.add(other->past);
  Passing passing{stampOf(stream->id, driver().nextTicket++), stream->past};
  stream->past.add(passing.stamp);
  return passing;
}

void note(const Passing& passing, QueuedAs as) {
  Driver& all = driver();
  if (!all.settings.log) return;
  all.log += text(numberIn(passing.stamp), " ", streamIn(passing.stamp), " ", as.bytes, " ", as.what, " ");
  for (Stamp last : passing.past.lasts()) all.log += text(streamIn(last), ":", numberIn(last), ",");
  all.log += "\n";
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
  if (int code = work.perform(work.passing); code != SUCCESS && context->error == SUCCESS)
    driver().kill(context, code, driver().report);
  return true;
}

int performUntil(Context* context, const std::function<bool()>& done) {
  while (!done() && context->error == SUCCESS)
    if (!performOne(context)) return UNKNOWN;
  return context->error;
}

void waited(Context* context, const Past& past) { context->waited.add(past); }

int finish(const std::vector<Stream*>& streams, Context* context) {
  int code = performUntil(context, [&] {
    return std::all_of(streams.begin(), streams.end(), [](Stream* stream) { return stream->queue.empty(); });
  });
  for (Stream* stream : streams) waited(context, stream->past);
  return code;
}

int finish(Context* context) { return finish(streamsOf(context), context); }

int finish(Stream* stream) { return finish({stream}, stream->context); }

int finishForLegacy(Context* context) {
  std::vector<Stream*> all = streamsOf(context);
  std::erase_if(all, [](Stream* stream) { return !stream->legacy && !stream->blocking(); });
  return finish(all, context);
}

int enqueue(Stream* stream, QueuedAs as, std::function<int(const Passing&)> perform, std::shared_ptr<Moment> after) {
  if (after) stream->past.add(after->past);
  Passing passing = pass(stream);
  note(passing, as);
  stream->queue.push_back({std::move(passing), std::move(after), std::move(perform)});
  // Even then an error shows at the next call, as it does on a GPU.
  if (driver().settings.eagerStreams)
    performUntil(stream->context, [&] { return stream->queue.empty(); });
  return SUCCESS;
}

Passing passNow(Context* context, QueuedAs as) {
  Passing passing = pass(&context->legacy);
  note(passing, as);
  waited(context, context->legacy.past);
  return passing;
}

}  // namespace emu
