// The state of 32 threads. Each has a program counter of its own; those that stand at the same
// instruction may be executed together.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "decode/program.hpp"

namespace emu {

struct Block;
struct Worker;

constexpr uint32_t LANES = 32;
constexpr uint32_t ALL_LANES = UINT32_MAX;

struct Warp {
  Block* block = nullptr;
  Worker* worker = nullptr;
  uint32_t number = 0;  // within the block
  char* registers = nullptr;
  uint32_t live = 0;    // lanes that have not exited
  uint32_t ready = 0;   // live lanes that do not wait
  uint32_t waiting = 0; // lanes that wait for others of the warp
  uint32_t carry = 0;   // CC.CF
  uint32_t at = 0;      // the instruction that is executed now
  uint32_t pc[LANES];
  uint32_t waitMask[LANES];     // named threads, of waiting lanes
  uint32_t lastBarrier[LANES];  // block clock at the last synchronisation of each kind
  uint32_t lastWarpSync[LANES];
  uint32_t lastFence[LANES];
};

// An error that a thread made: ends the launch. `lane` is -1 where no single thread is to blame.
struct Fault {
  int code;
  int lane;
  std::string what;
};

template <class F>
inline void eachLane(uint32_t lanes, F f) {
  for (; lanes; lanes &= lanes - 1) f((uint32_t)__builtin_ctz(lanes));
}

template <class T>
inline T* slotOf(Warp& warp, uint32_t slot) {
  return reinterpret_cast<T*>(warp.registers + slot);
}

inline uint32_t& predicate(Warp& warp, uint32_t slot) { return *slotOf<uint32_t>(warp, slot); }

// Reads lane values of any slot width, zero-extended.
inline uint64_t laneBits(Warp& warp, uint32_t slot, uint8_t bytes, uint32_t lane) {
  return bytes == 8 ? slotOf<uint64_t>(warp, slot)[lane] : slotOf<uint32_t>(warp, slot)[lane];
}

inline void setLaneBits(Warp& warp, uint32_t slot, uint8_t bytes, uint32_t lane, uint64_t value) {
  if (bytes == 8) slotOf<uint64_t>(warp, slot)[lane] = value;
  else slotOf<uint32_t>(warp, slot)[lane] = (uint32_t)value;
}

}  // namespace emu
