// Checks of shared memory: bounds, red zones, first write, races between threads of a block.
#include <algorithm>

#include "execute/access.hpp"
#include "execute/lanes.hpp"
#include "report/codes.hpp"
#include "report/text.hpp"

namespace emu {
namespace {

// The array that an offset belongs to or follows.
std::string nearestArray(const Block& block, uint64_t offset) {
  const SharedArray* best = nullptr;
  for (const SharedArray& each : block.launch->kernel->sharedArrays)
    if (each.offset <= offset && (!best || each.offset >= best->offset)) best = &each;
  if (!best) return text("shared byte ", offset);
  uint32_t size = best->bytes ? best->bytes : block.launch->dynamicShared;
  return text("byte ", offset - best->offset, " of shared array ", best->name, " (size=", size, ")");
}

void checkState(Warp& warp, uint32_t lane, uint64_t offset, uint32_t width, Access access) {
  Block& block = *warp.block;
  uint8_t* state = block.sharedState.data() + offset;
  bool needsValue = access != Access::Store && block.launch->checks.uninitialised;
  for (uint32_t byte = 0; byte < width; byte++) {
    if (state[byte] == 0)
      throw Fault{ILLEGAL_ADDRESS, (int)lane,
                  text("out of bounds: access to ", width, " bytes past the end, ", nearestArray(block, offset))};
    if (needsValue && state[byte] == 1)
      throw Fault{LAUNCH_FAILED, (int)lane,
                  text("uninitialised read: ", width, " bytes, ", nearestArray(block, offset))};
  }
  if (access != Access::Load) std::memset(state, 2, width);
}

bool plainlyWritten(const uint8_t* state, uint32_t width) {
  uint64_t word;
  uint32_t half;
  if (width == 8) return std::memcpy(&word, state, 8), word == 0x0202020202020202;
  if (width == 4) return std::memcpy(&half, state, 4), half == 0x02020202;
  return false;
}

// What orders two threads: a barrier of the block that both passed, a barrier of their warp, or a
// fence of the first.
bool orderedThreads(const Block& block, const Warp& warp, uint32_t lane, uint32_t agent, uint32_t clock) {
  if (agent == MANY) return warp.lastBarrier[lane] > clock;
  if (agent & SEVERAL)
    return warp.lastBarrier[lane] > clock || ((agent & ~SEVERAL) == warp.number && warp.lastWarpSync[lane] > clock);
  const Warp& other = block.warps[agent / LANES];
  uint32_t otherLane = agent % LANES;
  if (other.lastBarrier[otherLane] > clock && warp.lastBarrier[lane] > clock) return true;
  if (&other == &warp && other.lastWarpSync[otherLane] > clock && warp.lastWarpSync[lane] > clock) return true;
  return other.lastFence[otherLane] > clock;
}

const char* nameOf(Race race) {
  switch (race) {
    case Race::ReadAfterWrite: return "read after another thread's write";
    case Race::WriteAfterWrite: return "write after another thread's write";
    default: return "write after another thread's read";
  }
}

void checkRace(Warp& warp, const Instruction& ins, uint32_t lane, uint64_t offset, Access access) {
  Block& block = *warp.block;
  auto ordered = [&](uint32_t agent, uint32_t clock) { return orderedThreads(block, warp, lane, agent, clock); };
  Touching now{access == Access::Load ? Touch::Read : Touch::Write, ins.order == Order::Strong, false, 0,
               warp.number * LANES + lane, block.clock};
  now.sameValue = access == Access::Store && writesSame(warp, ins, lane, (uint64_t)block.shared.data() + offset);
  uint32_t width = widthOf(ins);
  for (uint64_t at = offset; at < offset + width;) {
    uint64_t end = std::min<uint64_t>(offset + width, (at & ~3ull) + 4);
    now.bytes = (uint8_t)(((1u << (end - at)) - 1) << (at & 3));
    Granule& granule = block.sharedGranules[at >> 2];
    Granule before = granule;
    if (Race race = note<LANES>(granule, block.era, now, ordered); race != Race::None) {
      uint32_t other = race == Race::WriteAfterRead ? before.reader : before.writer;
      throw Fault{LAUNCH_FAILED, (int)lane,
                  text("race in shared memory: ", nameOf(race), " with no barrier between, ", width, " bytes, ",
                       nearestArray(block, offset), ", other thread ",
                       other & SEVERAL ? std::string("several") : text("#", other - 1))};
    }
    at = end;
  }
}

// Passes that the 32 banks of 4 bytes need: half a warp at a time for 8 bytes, a quarter for 16.
uint32_t passes(uint32_t lanes, const uint64_t (&host)[LANES], uint32_t width) {
  uint32_t group = width <= 4 ? 32 : width == 8 ? 16 : 8, total = 0;
  for (uint32_t from = 0; from < LANES; from += group) {
    uint32_t chosen = lanes & (group == 32 ? ALL_LANES : ((1u << group) - 1) << from);
    if (!chosen) continue;
    uint64_t words[4 * LANES];
    uint32_t count = 0, perBank[32] = {}, worst = 0;
    bool ascending = true;
    eachLane(chosen, [&](uint32_t lane) {
      for (uint32_t word = 0; word < std::max(1u, width / 4); word++) {
        uint64_t at = (host[lane] >> 2) + word;
        if (count && at == words[count - 1]) continue;
        ascending &= !count || at > words[count - 1];
        words[count++] = at;
      }
    });
    if (!ascending) {
      std::sort(words, words + count);
      count = (uint32_t)(std::unique(words, words + count) - words);
    }
    for (uint32_t each = 0; each < count; each++) worst = std::max(worst, ++perBank[words[each] & 31]);
    total += worst;
  }
  return total;
}

uint32_t fewest(uint32_t lanes, uint32_t width) {
  uint32_t group = width <= 4 ? 32 : width == 8 ? 16 : 8, total = 0;
  for (uint32_t from = 0; from < LANES; from += group)
    total += (lanes >> from & (group == 32 ? ALL_LANES : (1u << group) - 1)) != 0;
  return total;
}

void count(Worker& worker, uint32_t lanes, Access access, const uint64_t (&host)[LANES], uint32_t width) {
  if (access == Access::Atomic) {
    worker.counters.sharedAtomics++;
    return;
  }
  worker.counters.sharedAccesses++;
  worker.counters.bankConflicts += passes(lanes, host, width) - fewest(lanes, width);
}

}  // namespace

void locateShared(Warp& warp, const Instruction& ins, uint32_t lanes, Access access, uint64_t (&host)[LANES]) {
  Block& block = *warp.block;
  const Checks& checks = block.launch->checks;
  uint32_t width = widthOf(ins);
  uint64_t size = block.shared.size(), bits = 0;
  eachLane(lanes, [&](uint32_t lane) {
    uint64_t offset = host[lane];
    if (offset > size || size - offset < width)
      throw Fault{ILLEGAL_ADDRESS, (int)lane,
                  text("out of bounds: ", width, " bytes at shared ", offset, ", ", nearestArray(block, offset))};
    if (!plainlyWritten(block.sharedState.data() + offset, width)) checkState(warp, lane, offset, width, access);
    bits |= offset;
  });
  if (bits & (width - 1))
    eachLane(lanes, [&](uint32_t lane) {
      if (host[lane] & (width - 1))
        throw Fault{MISALIGNED_ADDRESS, (int)lane,
                    text("misaligned: ", width, " bytes, ", nearestArray(block, host[lane]))};
    });
  if (checks.sharedRaces)
    eachLane(lanes, [&](uint32_t lane) { checkRace(warp, ins, lane, host[lane], access); });
  if (checks.counters) count(*warp.worker, lanes, access, host, width);
  uint64_t base = (uint64_t)block.shared.data();
  eachLane(lanes, [&](uint32_t lane) { host[lane] += base; });
}

}  // namespace emu
