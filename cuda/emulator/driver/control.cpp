// Functions beside CUDA's own, for tests: settings, counters and reports.
#include <cstring>

#include "driver/driver.hpp"

using namespace emu;

#define EMUAPI extern "C" __attribute__((visibility("default")))

namespace {

// Stays valid for the calling thread until its next call.
const char* keep(std::string text) {
  thread_local std::string kept;
  kept = std::move(text);
  return kept.c_str();
}

}  // namespace

// 0, or 1 where there is no such setting or the value does not fit it.
EMUAPI int millraceEmuSet(const char* name, const char* value) {
  std::lock_guard held(driver().lock);
  Settings& settings = driver().settings;
  bool known = settings.set(name, value);
  if (known && std::strcmp(name, "seed") == 0) {
    driver().random = Random(settings.schedule.seed);
    driver().launches = 0;
  }
  if (known && std::strcmp(name, "log") == 0) driver().log.clear();
  return known ? 0 : 1;
}

// All settings as they are at the start.
EMUAPI void millraceEmuReset() {
  std::lock_guard held(driver().lock);
  driver().settings = Settings::fromEnvironment();
  driver().random = Random(driver().settings.schedule.seed);
  driver().launches = 0;
  driver().report.clear();
  driver().log.clear();
  driver().counters = {};
}

// What the last check that failed found, or "".
EMUAPI const char* millraceEmuReport() {
  std::lock_guard held(driver().lock);
  return keep(driver().report);
}

EMUAPI void millraceEmuClearReport() {
  std::lock_guard held(driver().lock);
  driver().report.clear();
}

// What was queued since `log` was set: lines of its number, stream, bytes and name, and for each stream
// the number of its last work that comes before, as `stream:number,`.
EMUAPI const char* millraceEmuLog() {
  std::lock_guard held(driver().lock);
  return keep(driver().log);
}

// Lines of `name value`.
EMUAPI const char* millraceEmuCounters() {
  std::lock_guard held(driver().lock);
  return keep(driver().counters.print());
}

EMUAPI void millraceEmuClearCounters() {
  std::lock_guard held(driver().lock);
  driver().counters = {};
}

// Allocations and registrations of memory, of host and device, that were not freed.
EMUAPI uint64_t millraceEmuLiveAllocations() {
  std::lock_guard held(driver().lock);
  return driver().memory.liveAllocations();
}

EMUAPI uint64_t millraceEmuDeviceBytes() {
  std::lock_guard held(driver().lock);
  return driver().memory.deviceBytes();
}
