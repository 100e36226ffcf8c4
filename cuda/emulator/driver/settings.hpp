// What can be set from outside: by MILLRACE_EMU="name=value,name=value" or millraceEmuSet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schedule/launch.hpp"

namespace emu {

struct Settings {
  Schedule schedule;
  Checks checks;
  int devices = 1;
  int capability = 75;             // of each device: 75 for 7.5
  uint64_t memoryBytes = 2ull << 30;
  bool eagerStreams = false;       // work is done in the call that queues it
  uint64_t failAllocation = 0;     // out of memory at the n-th allocation from now; 0: never
  uint64_t failLaunch = 0;         // an error at the n-th launch from now
  int failLaunchCode = 719;
  bool log = false;                // what is queued is written down

  // Whether there is such a setting and the value fits it.
  bool set(std::string_view name, std::string_view value);
  // The settings of MILLRACE_EMU; those that are none are named on stderr.
  static Settings fromEnvironment();
};

}  // namespace emu
