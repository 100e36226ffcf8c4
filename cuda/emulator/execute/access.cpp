#include "execute/access.hpp"

#include "execute/lanes.hpp"
#include "report/codes.hpp"
#include "report/text.hpp"

namespace emu {
namespace {

bool within(const std::vector<char>& memory, uint64_t address) {
  return address - (uint64_t)memory.data() < memory.size();
}

void locateLocal(Warp& warp, const Instruction& ins, uint32_t lanes, uint64_t (&host)[LANES]) {
  Block& block = *warp.block;
  uint32_t size = block.launch->kernel->localBytes, width = widthOf(ins);
  eachLane(lanes, [&](uint32_t lane) {
    if (host[lane] > size || size - host[lane] < width)
      throw Fault{ILLEGAL_ADDRESS, (int)lane,
                  text("out of bounds: ", width, " bytes at ", host[lane], " of ", size, " bytes of local memory")};
    if (host[lane] & (width - 1))
      throw Fault{MISALIGNED_ADDRESS, (int)lane, text("misaligned: ", width, " bytes at local ", host[lane])};
    host[lane] += (uint64_t)block.localOf(warp, lane);
    warp.worker->counters.localAccesses++;
  });
}

void locateParam(Warp& warp, const Instruction& ins, uint32_t lanes, uint64_t (&host)[LANES]) {
  auto& params = warp.block->launch->params;
  eachLane(lanes, [&](uint32_t lane) {
    if (host[lane] > params.size() || params.size() - host[lane] < widthOf(ins))
      throw Fault{ILLEGAL_ADDRESS, (int)lane, text("out of bounds: parameter byte ", host[lane])};
    host[lane] += (uint64_t)params.data();
  });
}

// Generic addresses may be of three spaces at once.
void locateGeneric(Warp& warp, const Instruction& ins, uint32_t lanes, Access access, uint64_t (&host)[LANES]) {
  Block& block = *warp.block;
  uint32_t inShared = maskOf(lanes, [&](uint32_t lane) { return within(block.shared, host[lane]); });
  uint32_t inLocal = maskOf(lanes, [&](uint32_t lane) { return within(block.local, host[lane]); });
  uint32_t inParams = 0;
  auto& params = block.launch->params;
  eachLane(lanes & ~inShared & ~inLocal, [&](uint32_t lane) {
    inParams |= (uint32_t)(host[lane] - (uint64_t)params.data() < params.size()) << lane;
  });
  if (inShared) {
    eachLane(inShared, [&](uint32_t lane) { host[lane] -= (uint64_t)block.shared.data(); });
    locateShared(warp, ins, inShared, access, host);
  }
  eachLane(inLocal, [&](uint32_t lane) { host[lane] -= (uint64_t)block.localOf(warp, lane); });
  if (inLocal) locateLocal(warp, ins, inLocal, host);
  eachLane(inParams, [&](uint32_t lane) { host[lane] -= (uint64_t)params.data(); });
  if (inParams) locateParam(warp, ins, inParams, host);
  if (uint32_t rest = lanes & ~inShared & ~inLocal & ~inParams) locateGlobal(warp, ins, rest, access, host);
}

void computeAddresses(Warp& warp, const Instruction& ins, uint32_t lanes, uint64_t (&host)[LANES]) {
  uint64_t offset = (uint64_t)ins.offset;
  if (ins.slot[4] == NONE) {
    for (uint64_t& each : host) each = offset;
  } else if (ins.addressBytes == 8) {
    auto* base = slotOf<uint64_t>(warp, ins.slot[4]);
    for (uint32_t lane = 0; lane < LANES; lane++) host[lane] = base[lane] + offset;
  } else {
    auto* base = slotOf<uint32_t>(warp, ins.slot[4]);
    for (uint32_t lane = 0; lane < LANES; lane++) host[lane] = (uint32_t)(base[lane] + (uint32_t)offset);
  }
  (void)lanes;
}

}  // namespace

void locate(Warp& warp, const Instruction& ins, uint32_t lanes, Access access, uint64_t (&host)[LANES]) {
  computeAddresses(warp, ins, lanes, host);
  if (ins.flags & RELEASE) fence(warp, lanes, true);
  switch (ins.space) {
    case Space::Global: case Space::Const: return locateGlobal(warp, ins, lanes, access, host);
    case Space::Shared: return locateShared(warp, ins, lanes, access, host);
    case Space::Local: return locateLocal(warp, ins, lanes, host);
    case Space::Param: return locateParam(warp, ins, lanes, host);
    case Space::Generic: return locateGeneric(warp, ins, lanes, access, host);
  }
}

void fence(Warp& warp, uint32_t lanes, bool acrossBlocks) {
  Block& block = *warp.block;
  uint32_t now = ++block.clock;
  eachLane(lanes, [&](uint32_t lane) { warp.lastFence[lane] = now; });
  Launch& launch = *block.launch;
  if (acrossBlocks && !launch.lastFence.empty()) launch.lastFence[block.index] = ++launch.fenceClock;
}

bool writesSame(Warp& warp, const Instruction& ins, uint32_t lane, uint64_t host) {
  for (uint32_t each = 0; each < ins.elements; each++) {
    uint64_t value = laneBits(warp, ins.slot[each], ins.srcBytes, lane);
    if (std::memcmp((void*)(host + each * ins.bytes), &value, ins.bytes) != 0) return false;
  }
  return true;
}

}  // namespace emu
