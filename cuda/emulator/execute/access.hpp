// From the addresses that lanes compute to host memory, with every check on the way.
#pragma once

#include "execute/warp.hpp"
#include "schedule/launch.hpp"

namespace emu {

enum class Access : uint8_t { Load, Store, Atomic };

// Host addresses of the lanes' accesses. Throws Fault for the first lane that may not do it. Notes
// what the access means for later checks, and counts it.
void locate(Warp& warp, const Instruction& ins, uint32_t lanes, Access access, uint64_t (&host)[LANES]);

// The parts of locate, by state space; `host` holds global addresses or offsets, and is replaced.
void locateGlobal(Warp& warp, const Instruction& ins, uint32_t lanes, Access access, uint64_t (&host)[LANES]);
void locateShared(Warp& warp, const Instruction& ins, uint32_t lanes, Access access, uint64_t (&host)[LANES]);

// A fence of the lanes: what they wrote before may be read by others after.
void fence(Warp& warp, uint32_t lanes, bool acrossBlocks);

// Whether a store would leave the bytes as they are.
bool writesSame(Warp& warp, const Instruction& ins, uint32_t lane, uint64_t host);

inline uint32_t widthOf(const Instruction& ins) { return (uint32_t)ins.bytes * ins.elements; }

}  // namespace emu
