#include "schedule/block.hpp"

#include <algorithm>

#include "execute/lanes.hpp"
#include "report/codes.hpp"
#include "report/text.hpp"

namespace emu {
namespace {

constexpr uint32_t BARRIERS = 16;

uint32_t threadOf(const Block& block, uint32_t flat, int axis) {
  auto& size = block.launch->blockSize;
  if (axis == 0) return flat % size[0];
  if (axis == 1) return flat / size[0] % size[1];
  return flat / size[0] / size[1];
}

uint32_t specialValue(const Block& block, const Warp& warp, uint32_t lane, Special special) {
  const Launch& launch = *block.launch;
  uint32_t flat = warp.number * LANES + lane, own = 1u << lane;
  switch (special) {
    case Special::TidX: case Special::TidY: case Special::TidZ:
      return threadOf(block, flat, (int)special - (int)Special::TidX);
    case Special::NtidX: case Special::NtidY: case Special::NtidZ:
      return launch.blockSize[(int)special - (int)Special::NtidX];
    case Special::CtaidX: case Special::CtaidY: case Special::CtaidZ:
      return block.id[(int)special - (int)Special::CtaidX];
    case Special::NctaidX: case Special::NctaidY: case Special::NctaidZ:
      return launch.grid[(int)special - (int)Special::NctaidX];
    case Special::LaneId: return lane;
    case Special::WarpId: return warp.number;
    case Special::NwarpId: return (uint32_t)block.warps.size();
    case Special::NsmId: return 1;
    case Special::GridId: return (uint32_t)launch.number;
    case Special::LanemaskEq: return own;
    case Special::LanemaskLt: return own - 1;
    case Special::LanemaskLe: return own | (own - 1);
    case Special::LanemaskGt: return ~(own | (own - 1));
    case Special::LanemaskGe: return ~(own - 1);
    case Special::DynamicShared: return launch.dynamicShared;
    case Special::TotalShared: return launch.kernel->sharedDeclared + launch.dynamicShared;
    default: return 0;
  }
}

void fillRegisters(Block& block, Warp& warp, bool first) {
  const Kernel& kernel = *block.launch->kernel;
  if (first)
    for (const Constant& constant : kernel.constants) {
      if (constant.bytes == 0) predicate(warp, constant.slot) = (uint32_t)constant.value;
      else
        for (uint32_t lane = 0; lane < LANES; lane++)
          setLaneBits(warp, constant.slot, constant.bytes, lane, constant.value);
    }
  for (const SpecialSlot& each : kernel.specials) {
    bool changes = each.special >= Special::CtaidX && each.special <= Special::CtaidZ;
    if (!first && !changes) continue;
    for (uint32_t lane = 0; lane < LANES; lane++)
      slotOf<uint32_t>(warp, each.slot)[lane] = specialValue(block, warp, lane, each.special);
  }
}

void layOutShared(Block& block) {
  const Launch& launch = *block.launch;
  const Kernel& kernel = *launch.kernel;
  uint32_t size = kernel.sharedBytes + (launch.dynamicShared ? launch.dynamicShared + RED_ZONE : 0);
  // No shared memory is no window, so that generic addresses are never taken for shared ones.
  if (kernel.sharedArrays.empty() && launch.dynamicShared == 0) size = 0;
  block.shared.assign(size, (char)0xa5);
  block.sharedState.assign(size, 0);
  for (const SharedArray& each : kernel.sharedArrays)
    std::memset(block.sharedState.data() + each.offset, 1, each.bytes);
  if (launch.dynamicShared) std::memset(block.sharedState.data() + kernel.sharedBytes, 1, launch.dynamicShared);
  if (launch.checks.sharedRaces && block.sharedGranules.size() < size / 4 + 2) {
    block.sharedGranules.assign(size / 4 + 2, Granule{});
  }
}

}  // namespace

void start(Block& block, Worker& worker, uint32_t index) {
  Launch& launch = *worker.launch;
  bool first = block.launch != &launch;
  block.launch = &launch;
  block.index = index;
  block.id = {index % launch.grid[0], index / launch.grid[0] % launch.grid[1], index / launch.grid[0] / launch.grid[1]};
  block.era++;
  uint32_t threads = launch.threads(), warps = (threads + LANES - 1) / LANES;
  uint32_t bytes = (launch.kernel->registerBytes + 63) / 64 * 64;
  if (first) {
    block.warps.assign(warps, Warp{});
    block.registers.assign((size_t)warps * bytes + 64, 0);
    block.barriers.assign(BARRIERS, Barrier{});
  }
  char* registers = (char*)(((uint64_t)block.registers.data() + 63) / 64 * 64);
  layOutShared(block);
  block.local.assign((size_t)warps * LANES * launch.kernel->localBytes, (char)0xa5);
  block.liveThreads = threads;
  for (Barrier& barrier : block.barriers) {
    barrier.arrived = barrier.expected = barrier.holding = 0;
    std::fill_n(barrier.waiting.begin(), warps, 0);
    std::fill_n(barrier.arrivals.begin(), warps, 0);
  }
  for (uint32_t number = 0; number < warps; number++) {
    Warp& warp = block.warps[number];
    uint32_t lanes = std::min(LANES, threads - number * LANES);
    warp = Warp{};
    warp.block = &block;
    warp.worker = &worker;
    warp.number = number;
    warp.registers = registers + (size_t)number * bytes;
    warp.live = warp.ready = lanes == LANES ? ALL_LANES : (1u << lanes) - 1;
    std::memset(warp.pc, 0, sizeof warp.pc);
    for (uint32_t lane = 0; lane < LANES; lane++)
      warp.lastBarrier[lane] = warp.lastWarpSync[lane] = warp.lastFence[lane] = 0;
    fillRegisters(block, warp, first);
  }
}

namespace {

void writeReduction(Block& block, Warp& warp, uint32_t lanes, const Barrier& barrier) {
  uint32_t all = barrier.arrived;
  eachLane(lanes, [&](uint32_t lane) {
    const Instruction& ins = block.launch->kernel->code[warp.pc[lane] - 1];
    if (ins.variant == 2) slotOf<uint32_t>(warp, ins.slot[0])[lane] = barrier.holding;
    if (ins.variant == 3) setPredicate(warp, ins.slot[0], 1u << lane, barrier.holding == all ? ALL_LANES : 0);
    if (ins.variant == 4) setPredicate(warp, ins.slot[0], 1u << lane, barrier.holding > 0 ? ALL_LANES : 0);
  });
}

void completeIfFull(Block& block, Barrier& barrier) {
  uint32_t expected = barrier.expected ? barrier.expected : block.liveThreads;
  if (barrier.arrived == 0 || barrier.arrived < expected) return;
  uint32_t now = ++block.clock;
  for (Warp& warp : block.warps) {
    uint32_t freed = barrier.waiting[warp.number];
    writeReduction(block, warp, freed, barrier);
    warp.ready |= freed;
    eachLane(barrier.arrivals[warp.number], [&](uint32_t lane) { warp.lastBarrier[lane] = now; });
    barrier.waiting[warp.number] = barrier.arrivals[warp.number] = 0;
  }
  barrier.arrived = barrier.expected = barrier.holding = 0;
}

// Lanes that wait at the collective that the first of them waits at, naming the same threads.
uint32_t companions(const Warp& warp, uint32_t first) {
  return maskOf(warp.waiting, [&](uint32_t lane) {
    return warp.pc[lane] == warp.pc[first] && warp.waitMask[lane] == warp.waitMask[first];
  });
}

void completeGathered(Block& block, Warp& warp) {
  for (uint32_t left = warp.waiting; left;) {
    uint32_t first = (uint32_t)__builtin_ctz(left), there = companions(warp, first);
    left &= ~there;
    uint32_t needed = warp.waitMask[first] & warp.live;
    if ((there & needed) != needed) continue;
    const Instruction& ins = block.launch->kernel->code[warp.pc[first]];
    warp.waiting &= ~there;
    ins.handler(warp, ins, there);
    eachLane(there, [&](uint32_t lane) { warp.pc[lane]++; });
    warp.ready |= there;
    warp.worker->idle = 0;
  }
}

}  // namespace

void arrive(Block& block, Warp& warp, const Instruction& ins, uint32_t lanes) {
  auto* ids = slotOf<uint32_t>(warp, ins.slot[1]);
  uint32_t holds = ins.slot[3] == NONE ? 0 : predicateOperand(warp, ins.slot[3], ins.flags & NEGATE_C);
  warp.ready &= ~lanes;
  for (uint32_t left = lanes; left;) {
    uint32_t id = ids[__builtin_ctz(left)];
    uint32_t here = maskOf(left, [&](uint32_t lane) { return ids[lane] == id; });
    left &= ~here;
    int lane = __builtin_ctz(here);
    if (id >= BARRIERS) throw Fault{ILLEGAL_INSTRUCTION, lane, text("barrier ", id, " of 16")};
    Barrier& barrier = block.barriers[id];
    uint32_t expected = ins.slot[2] == NONE ? 0 : slotOf<uint32_t>(warp, ins.slot[2])[lane];
    if (expected % LANES) throw Fault{ILLEGAL_INSTRUCTION, lane, text("barrier for ", expected, " threads, not whole warps")};
    if (barrier.arrived && barrier.expected != expected)
      throw Fault{ILLEGAL_INSTRUCTION, lane, text("barrier ", id, " with different numbers of threads")};
    barrier.expected = expected;
    barrier.arrived += (uint32_t)__builtin_popcount(here);
    barrier.holding += (uint32_t)__builtin_popcount(here & holds);
    barrier.arrivals[warp.number] |= here;
    if (ins.variant == 1) warp.ready |= here;
    else barrier.waiting[warp.number] |= here;
    completeIfFull(block, barrier);
  }
  warp.worker->idle = 0;
}

void gather(Block& block, Warp& warp, const Instruction& ins, uint32_t lanes) {
  auto* masks = slotOf<uint32_t>(warp, ins.slot[5]);
  bool alike = maskOf(lanes, [&](uint32_t lane) { return (masks[lane] & warp.live) == lanes; }) == lanes;
  if (alike) {
    ins.handler(warp, ins, lanes);
    eachLane(lanes, [&](uint32_t lane) { warp.pc[lane] = ins.index + 1; });
    return;
  }
  eachLane(lanes, [&](uint32_t lane) {
    if (!(masks[lane] >> lane & 1))
      throw Fault{LAUNCH_FAILED, (int)lane, text("a thread that its own mask does not name; mask=", hex(masks[lane]))};
    warp.waitMask[lane] = masks[lane];
    warp.pc[lane] = ins.index;
  });
  warp.ready &= ~lanes;
  warp.waiting |= lanes;
  completeGathered(block, warp);
}

void leave(Block& block, Warp& warp, uint32_t lanes) {
  warp.live &= ~lanes;
  warp.ready &= ~lanes;
  block.liveThreads -= (uint32_t)__builtin_popcount(lanes);
  warp.worker->idle = 0;
  if (warp.waiting) completeGathered(block, warp);
  for (Barrier& barrier : block.barriers)
    if (barrier.arrived && !barrier.expected && block.liveThreads) completeIfFull(block, barrier);
}

std::string describeDeadlock(const Block& block) {
  const Kernel& kernel = *block.launch->kernel;
  std::string out = text("deadlock: ", block.liveThreads, " threads wait for threads that do not come; block=(",
                         block.id[0], ",", block.id[1], ",", block.id[2], ")");
  int groups = 0;
  for (const Warp& warp : block.warps) {
    for (uint32_t left = warp.live & ~warp.ready; left && groups < 16; groups++) {
      uint32_t first = (uint32_t)__builtin_ctz(left);
      bool inWarp = warp.waiting >> first & 1;
      uint32_t same = maskOf(left, [&](uint32_t lane) {
        return warp.pc[lane] == warp.pc[first] && (warp.waiting >> lane & 1) == inWarp;
      });
      left &= ~same;
      int line = kernel.code[inWarp ? warp.pc[first] : warp.pc[first] - 1].line;
      out += text("\n  warp ", warp.number, " lanes ", hex(same), " wait at ptx line ", line, ": ", kernel.source(line));
    }
  }
  return out;
}

}  // namespace emu
