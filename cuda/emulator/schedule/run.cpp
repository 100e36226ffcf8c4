#include "schedule/run.hpp"

#include "execute/lanes.hpp"
#include "schedule/block.hpp"

namespace emu {
namespace {

void standAt(Warp& warp, uint32_t lanes, uint32_t pc) {
  eachLane(lanes, [&](uint32_t lane) { warp.pc[lane] = pc; });
}

}  // namespace

Group furthestBehind(const Warp& warp) {
  Group group{0, NONE, NONE};
  eachLane(warp.ready, [&](uint32_t lane) {
    uint32_t pc = warp.pc[lane];
    if (pc < group.pc) {
      group.stop = group.pc;
      group.pc = pc;
      group.lanes = 0;
    } else if (pc > group.pc && pc < group.stop) {
      group.stop = pc;
    }
    if (pc == group.pc) group.lanes |= 1u << lane;
  });
  return group;
}

Group standingWith(const Warp& warp, uint32_t lane) {
  uint32_t pc = warp.pc[lane];
  return {maskOf(warp.ready, [&](uint32_t other) { return warp.pc[other] == pc; }), pc, NONE};
}

uint32_t run(Block& block, Warp& warp, Group group, uint32_t steps) {
  Worker& worker = *warp.worker;
  const Instruction* code = block.launch->kernel->code.data();
  uint64_t* executed = worker.executed.data();
  uint32_t lanes = group.lanes, pc = group.pc;
  while (steps && pc < group.stop) {
    steps--;
    const Instruction& ins = code[pc];
    uint32_t active = lanes;
    if (ins.guard != NONE) active &= predicate(warp, ins.guard) ^ ins.guardFlip;
    executed[pc] += (uint64_t)__builtin_popcount(active);
    if (ins.kind == Kind::Plain) [[likely]] {
      if (active) {
        // Faults are told by lane; the place has to be known by then.
        warp.at = pc;
        ins.handler(warp, ins, active);
      }
      pc++;
      continue;
    }
    if (ins.kind == Kind::Branch) {
      if (active == lanes) {
        pc = ins.target;
      } else if (active == 0) {
        pc++;
      } else {
        standAt(warp, active, ins.target);
        standAt(warp, lanes & ~active, pc + 1);
        return steps;
      }
      continue;
    }
    warp.at = pc;
    if (ins.kind == Kind::Yield) steps = 0;
    standAt(warp, lanes, pc + 1);
    if (active && ins.kind == Kind::Exit) leave(block, warp, active);
    if (active && ins.kind == Kind::Barrier) arrive(block, warp, ins, active);
    if (active && ins.kind == Kind::Collective) gather(block, warp, ins, active);
    // Whoever is still together goes on together.
    if ((warp.ready & lanes) != lanes) return steps;
    pc++;
  }
  standAt(warp, lanes, pc);
  return steps;
}

}  // namespace emu
