// Checks of global memory: bounds, life, alignment, first write, races between blocks.
#include <algorithm>

#include "execute/access.hpp"
#include "execute/lanes.hpp"
#include "report/codes.hpp"
#include "report/text.hpp"

namespace emu {
namespace {

const char* nameOf(Access access) {
  return access == Access::Load ? "read" : access == Access::Store ? "write" : "atomic";
}

struct Span {
  uint64_t low = UINT64_MAX, high = 0, bits = 0;
};

Span spanOf(uint32_t lanes, const uint64_t (&host)[LANES]) {
  Span span;
  auto take = [&](uint32_t lane) {
    span.low = std::min(span.low, host[lane]);
    span.high = std::max(span.high, host[lane]);
    span.bits |= host[lane];
  };
  if (lanes == ALL_LANES) {
    for (uint32_t lane = 0; lane < LANES; lane++) take(lane);
  } else {
    eachLane(lanes, take);
  }
  return span;
}

[[noreturn]] void outside(AddressSpace& memory, uint32_t lane, uint64_t address, uint32_t width, Access access) {
  Allocation* near = memory.nearest(address);
  std::string what = text(nameOf(access), " of ", width, " bytes at ", hex(address));
  if (near && near->freed && near->holds(address, 1))
    throw Fault{ILLEGAL_ADDRESS, (int)lane, text("use after free: ", what, ", ", near->describe())};
  if (near && address - near->base < near->size + (1 << 20))
    throw Fault{ILLEGAL_ADDRESS, (int)lane,
                text("out of bounds: ", what, ", byte ", address - near->base, " of ", near->describe())};
  throw Fault{ILLEGAL_ADDRESS, (int)lane, text("out of bounds: ", what, ", near no allocation")};
}

Allocation* holding(Warp& warp, uint32_t lane, uint64_t address, uint32_t width, Access access) {
  AddressSpace& memory = *warp.block->launch->memory;
  Allocation* found = memory.find(address);
  if (!found || !found->holds(address, width)) outside(memory, lane, address, width, access);
  return found;
}

bool written(const uint8_t* state, uint32_t width) {
  for (uint32_t byte = 0; byte < width; byte++)
    if (!state[byte]) return false;
  return true;
}

bool written(const uint8_t* state, uint32_t width, uint64_t& word) {
  if (width == 8) {
    std::memcpy(&word, state, 8);
    return word == 0x0101010101010101;
  }
  if (width == 4) {
    uint32_t half;
    std::memcpy(&half, state, 4);
    return half == 0x01010101;
  }
  return written(state, width);
}

void checkWritten(const Allocation& allocation, uint32_t lane, uint64_t address, uint32_t width) {
  uint64_t word;
  if (!written(allocation.state + (address - allocation.base), width, word))
    throw Fault{LAUNCH_FAILED, (int)lane,
                text("uninitialised read: ", width, " bytes at ", hex(address), ", byte ", address - allocation.base,
                     " of ", allocation.describe())};
}

void mark(uint8_t* state, uint32_t width) {
  if (width == 8) std::memset(state, 1, 8);
  else if (width == 4) std::memset(state, 1, 4);
  else std::memset(state, 1, width);
}

const char* nameOf(Race race) {
  switch (race) {
    case Race::ReadAfterWrite: return "read after another block's write";
    case Race::WriteAfterWrite: return "write after another block's write";
    default: return "write after another block's read";
  }
}

void checkRace(Warp& warp, const Instruction& ins, Allocation* allocation, uint32_t lane, uint64_t address,
               Access access) {
  Launch& launch = *warp.block->launch;
  Granule* granules = AddressSpace::granulesOf(allocation);
  auto ordered = [&](uint32_t agent, uint32_t clock) {
    return (agent == MANY ? launch.fenceClock : launch.lastFence[agent]) > clock;
  };
  Touching now{access == Access::Load ? Touch::Read : Touch::Write, ins.order == Order::Strong, false, 0,
               warp.block->index, launch.fenceClock};
  now.sameValue = access == Access::Store && writesSame(warp, ins, lane, address);
  uint32_t width = widthOf(ins);
  uint64_t offset = address - (allocation->base & ~3ull);
  for (uint64_t at = offset; at < offset + width;) {
    uint64_t end = std::min<uint64_t>(offset + width, (at & ~3ull) + 4);
    now.bytes = (uint8_t)(((1u << (end - at)) - 1) << (at & 3));
    Granule& granule = granules[at >> 2];
    Granule before = granule;
    if (Race race = note<1>(granule, (uint32_t)launch.number, now, ordered); race != Race::None) {
      uint32_t other = race == Race::WriteAfterRead ? before.reader : before.writer;
      throw Fault{LAUNCH_FAILED, (int)lane,
                  text("race between blocks: ", nameOf(race), ", ", width, " bytes at ", hex(address), ", byte ",
                       address - allocation->base, " of ", allocation->describe(), ", other block ",
                       other == MANY ? std::string("several") : text("#", other - 1))};
    }
    at = end;
  }
}

// Another stream's work may not be ordered before or after this launch.
void checkStreams(Launch& launch, Allocation* allocation, uint32_t lane, uint64_t address, uint32_t width,
                  Access access) {
  Visits& visits = AddressSpace::visitsOf(allocation, address);
  if (Stamp other = visit(visits, launch.work, access != Access::Load))
    throw Fault{LAUNCH_FAILED, (int)lane,
                text("race between streams: ", nameOf(access), " of ", width, " bytes at ", hex(address), ", byte ",
                     address - allocation->base, " of ", allocation->describe(), ", nothing orders work #",
                     numberIn(launch.work.stamp), " of stream ", streamIn(launch.work.stamp), " and work #",
                     numberIn(other), " of stream ", streamIn(other))};
}

// Distinct 32-byte sectors; an access never straddles two.
uint32_t sectors(uint32_t lanes, const uint64_t (&host)[LANES], uint64_t (&seen)[LANES]) {
  uint32_t count = 0;
  bool ascending = true;
  eachLane(lanes, [&](uint32_t lane) {
    uint64_t sector = host[lane] >> 5;
    if (count && sector == seen[count - 1]) return;
    ascending &= !count || sector > seen[count - 1];
    seen[count++] = sector;
  });
  if (ascending) return count;
  std::sort(seen, seen + count);
  return (uint32_t)(std::unique(seen, seen + count) - seen);
}

void count(Worker& worker, uint32_t lanes, Access access, const uint64_t (&host)[LANES]) {
  uint64_t seen[LANES];
  uint32_t touched = sectors(lanes, host, seen);
  MemoryCounters& counters = worker.counters;
  if (access == Access::Load) counters.globalLoads++, counters.globalLoadSectors += touched;
  else if (access == Access::Store) counters.globalStores++, counters.globalStoreSectors += touched;
  else counters.globalAtomics++, counters.globalAtomicSectors += touched;
  for (uint32_t each = 0; worker.cache && each < touched; each++)
    worker.cache->touch(seen[each], access != Access::Store, access != Access::Load);
  for (uint32_t each = 0; worker.footprint && each < touched; each++) {
    if (access != Access::Store) worker.footprint->read.insert(seen[each]);
    if (access != Access::Load) worker.footprint->written.insert(seen[each]);
  }
}

void checkLane(Warp& warp, const Instruction& ins, Allocation* allocation, uint32_t lane, uint64_t address,
               Access access) {
  const Checks& checks = warp.block->launch->checks;
  uint32_t width = widthOf(ins);
  if (allocation->state) {
    if (access != Access::Store && checks.uninitialised) checkWritten(*allocation, lane, address, width);
    if (access != Access::Load) mark(allocation->state + (address - allocation->base), width);
  }
  if (!checks.globalRaces) return;
  checkStreams(*warp.block->launch, allocation, lane, address, width, access);
  if (!warp.block->launch->lastFence.empty()) checkRace(warp, ins, allocation, lane, address, access);
}

}  // namespace

void locateGlobal(Warp& warp, const Instruction& ins, uint32_t lanes, Access access, uint64_t (&host)[LANES]) {
  uint32_t width = widthOf(ins);
  Worker& worker = *warp.worker;
  const Checks& checks = worker.launch->checks;
  Span span = spanOf(lanes, host);
  Allocation*& recent = worker.recent[ins.index];
  bool together = recent && recent->holds(span.low, span.high - span.low + width);
  if (!together) eachLane(lanes, [&](uint32_t lane) { recent = holding(warp, lane, host[lane], width, access); });
  if (span.bits & (width - 1))
    eachLane(lanes, [&](uint32_t lane) {
      if (host[lane] & (width - 1))
        throw Fault{MISALIGNED_ADDRESS, (int)lane,
                    text("misaligned: ", nameOf(access), " of ", width, " bytes at ", hex(host[lane]), ", ",
                         recent->describe())};
    });
  together = together || recent->holds(span.low, span.high - span.low + width);
  if (!together || recent->state || checks.globalRaces)
    eachLane(lanes, [&](uint32_t lane) {
      Allocation* allocation = together ? recent : holding(warp, lane, host[lane], width, access);
      checkLane(warp, ins, allocation, lane, host[lane], access);
    });
  if (checks.counters) count(worker, lanes, access, host);
}

}  // namespace emu
