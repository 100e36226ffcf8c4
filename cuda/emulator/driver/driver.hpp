// The state behind the driver's functions, and what they have in common.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "decode/program.hpp"
#include "driver/settings.hpp"
#include "memory/address_space.hpp"
#include "report/codes.hpp"
#include "report/counters.hpp"
#include "schedule/launch.hpp"

#define CUAPI extern "C" __attribute__((visibility("default"))) int

namespace emu {

using DevicePointer = uint64_t;

struct Driver;
struct Context;

// The moment in a stream that an event stands for.
struct Moment {
  bool passed = false;
  Past past;  // the work before it
  std::chrono::steady_clock::time_point time;
};

// Work of a stream. It is done when somebody waits for it, not before: a host that does not wait
// sees that it did not.
struct Work {
  Passing passing;                  // numbered in the order of calls, over all streams
  std::shared_ptr<Moment> after;    // an event to wait for, or null
  std::function<int(const Passing&)> perform;
  uint64_t ticket() const { return numberIn(passing.stamp); }
};

struct Stream {
  Context* context;
  uint32_t flags = 0;
  int priority = 0;
  uint64_t id = 0;
  bool legacy = false;
  std::deque<Work> queue;
  Past past;  // what happens before that which is queued next
  bool blocking() const { return !(flags & 1); }
};

struct Event {
  Context* context;
  uint32_t flags = 0;
  std::shared_ptr<Moment> moment;  // null: never recorded
};

struct LoadedModule;

struct LoadedFunction {
  LoadedModule* module;
  std::shared_ptr<const Kernel> kernel;
  int dynamicSharedLimit = 48 * 1024;
  int carveout = -1;
};

struct LoadedModule {
  Context* context;
  std::shared_ptr<const Module> source;
  SymbolAddresses symbols;
  std::map<std::string, uint64_t> sizes;
  std::map<std::string, std::unique_ptr<LoadedFunction>> functions;
};

struct Context {
  uint64_t id;
  int device = 0;
  bool primary = false;
  uint32_t flags = 0;
  int error = SUCCESS;  // once set, the context is dead
  Past waited;  // what the host has waited for
  Stream legacy;
  std::set<std::unique_ptr<Stream>> streams;
  std::set<std::unique_ptr<Event>> events;
  std::set<std::unique_ptr<LoadedModule>> modules;
};

struct Driver {
  std::recursive_mutex lock;
  bool initialised = false;
  Settings settings;
  AddressSpace memory;
  std::map<Context*, std::unique_ptr<Context>> contexts;
  Context* primary = nullptr;
  int retained = 0;  // of the primary context; a reset leaves it as it is
  uint64_t nextId = 1, nextTicket = 1, launches = 0;
  Counters counters;
  std::string report;
  std::string log;  // what was queued, a line each, where the settings ask for it
  Random random{1};

  Context* newContext(bool primary);
  // Frees all that the context has; queued work is dropped.
  void destroy(Context* context);
  // The launch failed on the device: the context is dead and its queued work is dropped.
  void kill(Context* context, int code, const std::string& report);
};

Driver& driver();

// The calling thread's contexts, the current one last.
std::vector<Context*>& contextStack();
Context* currentContext();

// -- streams
// Null, 1 and 2 are the legacy stream; gives null for a handle that is none.
Stream* streamOf(Context* context, void* handle);
// What is queued, for the log.
struct QueuedAs {
  std::string_view what;
  uint64_t bytes = 0;
};
// Adds work, and performs it at once where the settings say so.
int enqueue(Stream* stream, QueuedAs as, std::function<int(const Passing&)> perform,
            std::shared_ptr<Moment> after = nullptr);
// A piece of work that is done in the call, on the legacy stream.
Passing passNow(Context* context, QueuedAs as);
// The host knows that the work has happened: all that it queues from now on is behind it.
void waited(Context* context, const Past& past);
// Performs queued work, in an order that the schedule chooses, until `done` holds.
int performUntil(Context* context, const std::function<bool()>& done);
int finish(Context* context);                 // everything
int finish(Stream* stream);
int finishForLegacy(Context* context);        // what the legacy stream waits for
bool performOne(Context* context);

// -- launches
// Checks the launch as the driver would, and queues it.
int launch(Stream* stream, LoadedFunction* function, const uint32_t (&grid)[3], const uint32_t (&block)[3],
           uint32_t dynamicShared, void** params, void** extra, bool cooperative);
LoadedFunction* functionOf(Context* context, void* handle);

// -- injected faults
// Whether the context goes on after an error.
bool leavesContextAlive(int code);
// An error that a call meets at once: the context dies by those that are fatal.
int failNow(Context* context, int code, const std::string& what);
// Work of a stream that an injected fault may keep from being done: fatal errors come where the
// work would be done, others at once. `injected` is 0 for none.
int enqueueOr(int injected, const std::string& what, Stream* stream, QueuedAs as,
              std::function<int(const Passing&)> perform);

// -- functions of the driver
// Runs the body under the lock. What is thrown becomes an error and a report.
int guarded(const std::function<int()>& body);
// The same, with the current context, which has to live.
int inContext(const std::function<int(Context*)>& body);

}  // namespace emu
