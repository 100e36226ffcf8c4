// Runs threads of a warp for some steps.
#pragma once

#include "schedule/launch.hpp"

namespace emu {

// Which threads of a warp run together, from where, and where they stop to let others catch up.
struct Group {
  uint32_t lanes;
  uint32_t pc;
  uint32_t stop;
};

// The threads that are furthest behind, all of them: so those that a branch parted meet again.
Group furthestBehind(const Warp& warp);
// The threads that stand where the given lane stands.
Group standingWith(const Warp& warp, uint32_t lane);

// Runs the group until it parts, waits, exits, stops or has used the steps; gives those left.
uint32_t run(Block& block, Warp& warp, Group group, uint32_t steps);

}  // namespace emu
