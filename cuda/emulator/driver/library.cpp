// Work and checks for libraries that stand on the driver.
#include "driver/library.hpp"

#include <algorithm>

#include "driver/driver.hpp"
#include "report/text.hpp"

using namespace emu;

namespace {

int failed(int code, const std::string& mistake, const char* what, uint64_t address, uint64_t bytes) {
  Allocation* near = driver().memory.nearest(address);
  driver().report = text(mistake, ": ", what, ", ", bytes, " bytes at ", hex(address), ", ",
                         near ? near->describe() : std::string("near no allocation"));
  return code;
}

// The work that is being done, under the driver's lock.
const Passing* atWork = nullptr;

}  // namespace

extern "C" __attribute__((visibility("default"))) int millraceEmuQueue(void* on, int (*perform)(void*),
                                                                       void (*release)(void*), void* data) {
  std::shared_ptr<void> held(data, release);
  return inContext([&](Context* context) {
    Stream* stream = streamOf(context, on);
    if (!stream) return (int)INVALID_HANDLE;
    // A library's work counts as a launch where launches are to fail.
    int injected = driver().settings.launch.met(driver().counters.launchCalls);
    return enqueueOr(injected, "a library's work", stream, {"library"}, [=](const Passing& work) {
      atWork = &work;
      return perform(held.get());
    });
  });
}

extern "C" __attribute__((visibility("default"))) int millraceEmuTouch(uint64_t address, uint64_t bytes, int write,
                                                                       const char* what) {
  if (bytes == 0) return SUCCESS;
  std::lock_guard held(driver().lock);
  Allocation* found = driver().memory.find(address);
  if (!found || !found->holds(address, bytes)) {
    Allocation* near = driver().memory.nearest(address);
    bool freed = near && near->freed && near->holds(address, 1);
    return failed(ILLEGAL_ADDRESS, freed ? "use after free" : "out of bounds", what, address, bytes);
  }
  if (address % 8) return failed(MISALIGNED_ADDRESS, "misaligned", what, address, bytes);
  const Checks& checks = driver().settings.checks;
  if (checks.globalRaces)
    if (Stamp other = AddressSpace::visit(found, address, bytes, *atWork, write != 0))
      return failed(LAUNCH_FAILED, text("race between streams, with work #", numberIn(other), " of stream ", streamIn(other)),
                    what, address, bytes);
  if (write) {
    AddressSpace::markWritten(found, address, bytes);
    return SUCCESS;
  }
  if (!found->state || !checks.uninitialised) return SUCCESS;
  const uint8_t* state = found->state + (address - found->base);
  bool all = std::all_of(state, state + bytes, [](uint8_t byte) { return byte != 0; });
  return all ? (int)SUCCESS : failed(LAUNCH_FAILED, "uninitialised read", what, address, bytes);
}
