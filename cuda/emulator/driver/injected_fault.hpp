// Faults that a test injects into calls of one sort.
#pragma once

#include <cstdint>

namespace emu {

struct InjectedFault {
  uint64_t left = 0;  // the n-th call from now fails; 0: none does
  int code;           // by this error

  // Counts a call. The error that it is to fail with, or 0.
  int met(uint64_t& calls) {
    calls++;
    return left && --left == 0 ? code : 0;
  }
};

}  // namespace emu
