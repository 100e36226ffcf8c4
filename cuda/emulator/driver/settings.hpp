// What can be set from outside: by MILLRACE_EMU="name=value,name=value" or millraceEmuSet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "driver/injected_fault.hpp"
#include "report/codes.hpp"
#include "schedule/launch.hpp"

namespace emu {

struct Settings {
  Schedule schedule;
  Checks checks;
  int devices = 1;
  int capability = 75;             // of each device: 75 for 7.5
  uint64_t memoryBytes = 2ull << 30;
  bool eagerStreams = false;       // work is done in the call that queues it
  bool log = false;                // what is queued is written down
  InjectedFault allocation{0, OUT_OF_MEMORY};  // of device memory, pinned memory, registrations
  InjectedFault launch{0, LAUNCH_FAILED};      // of kernels
  InjectedFault copy{0, LAUNCH_FAILED};        // copies and fills
  InjectedFault creation{0, OUT_OF_MEMORY};    // of contexts, streams, events, modules
  InjectedFault wait{0, LAUNCH_FAILED};        // for a context, a stream, an event

  // The fault `fail.NAME`, or null.
  InjectedFault* fault(std::string_view name);
  // Whether there is such a setting and the value fits it.
  bool set(std::string_view name, std::string_view value);
  // The settings of MILLRACE_EMU; those that are none are named on stderr.
  static Settings fromEnvironment();
};

}  // namespace emu
