// mov: between registers, and between a register and its parts.
#include <chrono>

#include "execute/handlers.hpp"
#include "execute/lanes.hpp"

namespace emu {
namespace {

template <class S>
void move(Warp& warp, const Instruction& ins, uint32_t lanes) {
  auto* d = slotOf<S>(warp, ins.slot[0]);
  auto* a = slotOf<S>(warp, ins.slot[1]);
  forLanes(lanes, [&](uint32_t lane) { d[lane] = a[lane]; });
}

uint64_t lowBits(uint32_t bytes) { return bytes == 8 ? UINT64_MAX : (1ull << (8 * bytes)) - 1; }

// The first part is the lowest.
void packParts(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t part = ins.variant;
  eachLane(lanes, [&](uint32_t lane) {
    uint64_t value = 0;
    for (uint32_t each = 0; each < ins.elements; each++)
      value |= (laneBits(warp, ins.slot[1 + each], ins.srcBytes, lane) & lowBits(part)) << (8 * part * each);
    setLaneBits(warp, ins.slot[0], ins.dstBytes, lane, value);
  });
}

void unpackParts(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t part = ins.variant;
  eachLane(lanes, [&](uint32_t lane) {
    uint64_t value = laneBits(warp, ins.slot[4], ins.srcBytes, lane);
    for (uint32_t each = 0; each < ins.elements; each++)
      if (ins.slot[each] != NONE)
        setLaneBits(warp, ins.slot[each], ins.dstBytes, lane, value >> (8 * part * each) & lowBits(part));
  });
}

void readClock(Warp& warp, const Instruction& ins, uint32_t lanes) {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  uint64_t nanos = (uint64_t)std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  eachLane(lanes, [&](uint32_t lane) { setLaneBits(warp, ins.slot[0], ins.dstBytes, lane, nanos); });
}

}  // namespace

Handler moveHandler(uint8_t bytes) { return bytes == 8 ? move<uint64_t> : move<uint32_t>; }
Handler packHandler() { return packParts; }
Handler unpackHandler() { return unpackParts; }
Handler clockHandler() { return readClock; }

}  // namespace emu
