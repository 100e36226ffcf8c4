// What threads of a warp do together.
#include "execute/access.hpp"
#include "execute/handlers.hpp"
#include "execute/lanes.hpp"
#include "report/codes.hpp"
#include "report/text.hpp"

namespace emu {
namespace {

enum ShuffleMode : uint16_t { UP, DOWN, BUTTERFLY, INDEX };

// The lane to read from, and whether it is in range, as the PTX manual computes it.
struct Source {
  int lane;
  bool inRange;
};

Source sourceOf(uint16_t mode, uint32_t lane, uint32_t b, uint32_t c) {
  int value = b & 31, clamp = c & 31, segment = c >> 8 & 31;
  int highest = (int)((lane & segment) | (clamp & ~segment)), lowest = (int)(lane & segment);
  int at;
  bool inRange;
  switch (mode) {
    case UP: at = (int)lane - value; inRange = at >= highest; break;
    case DOWN: at = (int)lane + value; inRange = at <= highest; break;
    case BUTTERFLY: at = (int)lane ^ value; inRange = at <= highest; break;
    default: at = lowest | (value & ~segment); inRange = at <= highest; break;
  }
  return {inRange ? at : (int)lane, inRange};
}

void shuffle(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t values[LANES];
  std::memcpy(values, slotOf<uint32_t>(warp, ins.slot[2]), sizeof values);
  auto* d = slotOf<uint32_t>(warp, ins.slot[0]);
  auto* b = slotOf<uint32_t>(warp, ins.slot[3]);
  auto* c = slotOf<uint32_t>(warp, ins.slot[4]);
  uint32_t inRange = 0, results[LANES];
  eachLane(lanes, [&](uint32_t lane) {
    Source source = sourceOf(ins.variant, lane, b[lane], c[lane]);
    if (!(lanes >> source.lane & 1))
      throw Fault{LAUNCH_FAILED, (int)lane,
                  text("shuffle reads lane ", source.lane, ", which does not take part; lanes=", hex(lanes))};
    inRange |= (uint32_t)source.inRange << lane;
    results[lane] = values[source.lane];
  });
  eachLane(lanes, [&](uint32_t lane) { d[lane] = results[lane]; });
  if (ins.slot[1] != NONE) setPredicate(warp, ins.slot[1], lanes, inRange);
}

void voteBallot(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t votes = predicateOperand(warp, ins.slot[1], ins.flags & NEGATE_A) & lanes;
  auto* d = slotOf<uint32_t>(warp, ins.slot[0]);
  eachLane(lanes, [&](uint32_t lane) { d[lane] = votes; });
}

template <bool (*F)(uint32_t votes, uint32_t lanes)>
void vote(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t votes = predicateOperand(warp, ins.slot[1], ins.flags & NEGATE_A) & lanes;
  setPredicate(warp, ins.slot[0], lanes, F(votes, lanes) ? ALL_LANES : 0);
}

bool all(uint32_t votes, uint32_t lanes) { return votes == lanes; }
bool any(uint32_t votes, uint32_t) { return votes != 0; }
bool uniform(uint32_t votes, uint32_t lanes) { return votes == 0 || votes == lanes; }

template <class S>
void matchAny(Warp& warp, const Instruction& ins, uint32_t lanes) {
  S values[LANES];
  std::memcpy(values, slotOf<S>(warp, ins.slot[2]), sizeof values);
  auto* d = slotOf<uint32_t>(warp, ins.slot[0]);
  for (uint32_t left = lanes; left;) {
    S value = values[__builtin_ctz(left)];
    uint32_t same = maskOf(left, [&](uint32_t lane) { return values[lane] == value; });
    eachLane(same, [&](uint32_t lane) { d[lane] = same; });
    left &= ~same;
  }
}

template <class S>
void matchAll(Warp& warp, const Instruction& ins, uint32_t lanes) {
  auto* a = slotOf<S>(warp, ins.slot[2]);
  S value = a[__builtin_ctz(lanes)];
  bool same = maskOf(lanes, [&](uint32_t lane) { return a[lane] == value; }) == lanes;
  auto* d = slotOf<uint32_t>(warp, ins.slot[0]);
  eachLane(lanes, [&](uint32_t lane) { d[lane] = same ? lanes : 0; });
  if (ins.slot[1] != NONE) setPredicate(warp, ins.slot[1], lanes, same ? ALL_LANES : 0);
}

template <class T, T (*F)(T, T)>
void reduce(Warp& warp, const Instruction& ins, uint32_t lanes) {
  auto* a = slotOf<uint32_t>(warp, ins.slot[1]);
  T total = (T)a[__builtin_ctz(lanes)];
  eachLane(lanes & (lanes - 1), [&](uint32_t lane) { total = F(total, (T)a[lane]); });
  auto* d = slotOf<uint32_t>(warp, ins.slot[0]);
  eachLane(lanes, [&](uint32_t lane) { d[lane] = (uint32_t)total; });
}

uint32_t sum(uint32_t a, uint32_t b) { return a + b; }
uint32_t conjunction(uint32_t a, uint32_t b) { return a & b; }
uint32_t disjunction(uint32_t a, uint32_t b) { return a | b; }
uint32_t difference(uint32_t a, uint32_t b) { return a ^ b; }
template <class T> T smaller(T a, T b) { return a < b ? a : b; }
template <class T> T larger(T a, T b) { return a > b ? a : b; }

void warpBarrier(Warp& warp, const Instruction&, uint32_t lanes) {
  uint32_t now = ++warp.block->clock;
  eachLane(lanes, [&](uint32_t lane) { warp.lastWarpSync[lane] = now; });
}

void activeMask(Warp& warp, const Instruction& ins, uint32_t lanes) {
  auto* d = slotOf<uint32_t>(warp, ins.slot[0]);
  eachLane(lanes, [&](uint32_t lane) { d[lane] = lanes; });
}

void trap(Warp&, const Instruction&, uint32_t lanes) {
  throw Fault{LAUNCH_FAILED, __builtin_ctz(lanes), "trap"};
}

}  // namespace

Handler shuffleHandler() { return shuffle; }

Handler voteHandler(std::string_view mode) {
  if (mode == "ballot") return voteBallot;
  if (mode == "all") return vote<all>;
  if (mode == "any") return vote<any>;
  if (mode == "uni") return vote<uniform>;
  return nullptr;
}

Handler matchHandler(std::string_view mode, Type type) {
  if (type != Type::B32 && type != Type::B64) return nullptr;
  bool wide = type == Type::B64;
  if (mode == "any") return wide ? matchAny<uint64_t> : matchAny<uint32_t>;
  if (mode == "all") return wide ? matchAll<uint64_t> : matchAll<uint32_t>;
  return nullptr;
}

Handler reduceHandler(std::string_view op, Type type) {
  if (type == Type::B32) {
    if (op == "and") return reduce<uint32_t, conjunction>;
    if (op == "or") return reduce<uint32_t, disjunction>;
    if (op == "xor") return reduce<uint32_t, difference>;
    return nullptr;
  }
  bool negative = type == Type::S32;
  if (!negative && type != Type::U32) return nullptr;
  if (op == "add") return reduce<uint32_t, sum>;
  if (op == "min") return negative ? reduce<int32_t, smaller<int32_t>> : reduce<uint32_t, smaller<uint32_t>>;
  if (op == "max") return negative ? reduce<int32_t, larger<int32_t>> : reduce<uint32_t, larger<uint32_t>>;
  return nullptr;
}

Handler warpBarrierHandler() { return warpBarrier; }
Handler activeMaskHandler() { return activeMask; }
Handler trapHandler() { return trap; }

}  // namespace emu
