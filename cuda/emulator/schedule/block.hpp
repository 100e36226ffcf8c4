// Blocks: how they start, and how their threads meet at barriers.
#pragma once

#include "schedule/launch.hpp"

namespace emu {

// Makes the block ready to run as number `index` of the grid. Storage is used again.
void start(Block& block, Worker& worker, uint32_t index);

// Lanes of a warp come to a barrier instruction.
void arrive(Block& block, Warp& warp, const Instruction& ins, uint32_t lanes);

// Lanes come to a collective: executes it if all whom they name are there, else they wait.
void gather(Block& block, Warp& warp, const Instruction& ins, uint32_t lanes);

// Lanes leave the kernel; who waits for them need not wait any longer.
void leave(Block& block, Warp& warp, uint32_t lanes);

// No thread can run, though some have not exited: who waits, where.
std::string describeDeadlock(const Block& block);

}  // namespace emu
