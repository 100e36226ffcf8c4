// Comparisons into predicates and registers, and what is done with predicates.
#include <cmath>

#include "execute/floating.hpp"
#include "execute/handlers.hpp"
#include "execute/lanes.hpp"

namespace emu {
namespace {

struct Eq { template <class T> static bool of(T a, T b) { return a == b; } };
struct Ne { template <class T> static bool of(T a, T b) { return a != b; } };
struct Lt { template <class T> static bool of(T a, T b) { return a < b; } };
struct Le { template <class T> static bool of(T a, T b) { return a <= b; } };
struct Gt { template <class T> static bool of(T a, T b) { return a > b; } };
struct Ge { template <class T> static bool of(T a, T b) { return a >= b; } };
struct IsNum { template <class T> static bool of(T a, T b) { return a == a && b == b; } };
struct IsNan { template <class T> static bool of(T a, T b) { return a != a || b != b; } };
// Ordered: false where an operand is NaN. C++'s != alone is true there.
struct OrderedNe { template <class T> static bool of(T a, T b) { return a < b || a > b; } };
template <class Op>
struct Unordered {
  template <class T> static bool of(T a, T b) { return a != a || b != b || Op::template of<T>(a, b); }
};

uint32_t combine(uint32_t compared, uint32_t with, uint16_t variant) {
  switch (variant) {
    case 1: return compared & with;
    case 2: return compared | with;
    case 3: return compared ^ with;
    default: return compared;
  }
}

template <class Op, class T>
uint32_t compared(Warp& warp, const Instruction& ins, uint32_t lanes, int first) {
  auto* a = slotOf<Stored<T>>(warp, ins.slot[first]);
  auto* b = slotOf<Stored<T>>(warp, ins.slot[first + 1]);
  if constexpr (std::is_floating_point_v<T>) {
    return maskOf(lanes, [&](uint32_t lane) {
      return Op::template of<T>(operand(unpack<T>(a[lane]), ins.flags), operand(unpack<T>(b[lane]), ins.flags));
    });
  } else {
    return maskOf(lanes, [&](uint32_t lane) { return Op::template of<T>(unpack<T>(a[lane]), unpack<T>(b[lane])); });
  }
}

template <class Op, class T>
void toPredicate(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t holds = compared<Op, T>(warp, ins, lanes, 2);
  uint32_t with = ins.variant ? predicateOperand(warp, ins.slot[4], ins.flags & NEGATE_C) : 0;
  if (ins.slot[0] != NONE) setPredicate(warp, ins.slot[0], lanes, combine(holds, with, ins.variant));
  if (ins.slot[1] != NONE) setPredicate(warp, ins.slot[1], lanes, combine(~holds, with, ins.variant));
}

template <class Op, class T, bool FLOAT>
void toRegister(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t holds = compared<Op, T>(warp, ins, lanes, 1);
  uint32_t with = ins.variant ? predicateOperand(warp, ins.slot[3], ins.flags & NEGATE_C) : 0;
  holds = combine(holds, with, ins.variant);
  auto* d = slotOf<uint32_t>(warp, ins.slot[0]);
  eachLane(lanes, [&](uint32_t lane) { d[lane] = holds >> lane & 1 ? (FLOAT ? 0x3f800000u : UINT32_MAX) : 0; });
}

enum class Into { Predicate, Integer, Float };

template <class Op, class T>
Handler into(Into kind) {
  switch (kind) {
    case Into::Predicate: return toPredicate<Op, T>;
    case Into::Integer: return toRegister<Op, T, false>;
    default: return toRegister<Op, T, true>;
  }
}

template <class T>
Handler ofIntegers(std::string_view name, Into kind) {
  if (name == "eq") return into<Eq, T>(kind);
  if (name == "ne") return into<Ne, T>(kind);
  if (name == "lt") return into<Lt, T>(kind);
  if (name == "le") return into<Le, T>(kind);
  if (name == "gt") return into<Gt, T>(kind);
  if (name == "ge") return into<Ge, T>(kind);
  return nullptr;
}

template <class T>
Handler ofBits(std::string_view name, Into kind) {
  return name == "eq" || name == "ne" ? ofIntegers<T>(name, kind) : nullptr;
}

template <class T>
Handler ofUnsigned(std::string_view name, Into kind) {
  if (name == "lo") return into<Lt, T>(kind);
  if (name == "ls") return into<Le, T>(kind);
  if (name == "hi") return into<Gt, T>(kind);
  if (name == "hs") return into<Ge, T>(kind);
  return ofIntegers<T>(name, kind);
}

template <class T>
Handler ofFloats(std::string_view name, Into kind) {
  if (name == "ne") return into<OrderedNe, T>(kind);
  if (name == "equ") return into<Unordered<Eq>, T>(kind);
  if (name == "neu") return into<Unordered<Ne>, T>(kind);
  if (name == "ltu") return into<Unordered<Lt>, T>(kind);
  if (name == "leu") return into<Unordered<Le>, T>(kind);
  if (name == "gtu") return into<Unordered<Gt>, T>(kind);
  if (name == "geu") return into<Unordered<Ge>, T>(kind);
  if (name == "num") return into<IsNum, T>(kind);
  if (name == "nan") return into<IsNan, T>(kind);
  return ofIntegers<T>(name, kind);
}

Handler comparison(std::string_view name, Type type, Into kind) {
  switch (type) {
    case Type::B16: return ofBits<uint16_t>(name, kind);
    case Type::B32: return ofBits<uint32_t>(name, kind);
    case Type::B64: return ofBits<uint64_t>(name, kind);
    case Type::U16: return ofUnsigned<uint16_t>(name, kind);
    case Type::U32: return ofUnsigned<uint32_t>(name, kind);
    case Type::U64: return ofUnsigned<uint64_t>(name, kind);
    case Type::S16: return ofIntegers<int16_t>(name, kind);
    case Type::S32: return ofIntegers<int32_t>(name, kind);
    case Type::S64: return ofIntegers<int64_t>(name, kind);
    case Type::F32: return ofFloats<float>(name, kind);
    case Type::F64: return ofFloats<double>(name, kind);
    default: return nullptr;
  }
}

template <class S>
void select(Warp& warp, const Instruction& ins, uint32_t lanes) {
  auto* d = slotOf<S>(warp, ins.slot[0]);
  auto* a = slotOf<S>(warp, ins.slot[1]);
  auto* b = slotOf<S>(warp, ins.slot[2]);
  uint32_t first = predicateOperand(warp, ins.slot[3], ins.flags & NEGATE_C);
  forLanes(lanes, [&](uint32_t lane) { d[lane] = first >> lane & 1 ? a[lane] : b[lane]; });
}

template <class S, class C>
void selectBySign(Warp& warp, const Instruction& ins, uint32_t lanes) {
  auto* d = slotOf<S>(warp, ins.slot[0]);
  auto* a = slotOf<S>(warp, ins.slot[1]);
  auto* b = slotOf<S>(warp, ins.slot[2]);
  auto* c = slotOf<uint32_t>(warp, ins.slot[3]);
  eachLane(lanes, [&](uint32_t lane) { d[lane] = unpack<C>(c[lane]) >= 0 ? a[lane] : b[lane]; });
}

template <uint32_t (*F)(uint32_t, uint32_t)>
void predicates(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t a = predicateOperand(warp, ins.slot[1], ins.flags & NEGATE_A);
  uint32_t b = ins.slot[2] == NONE ? 0 : predicateOperand(warp, ins.slot[2], ins.flags & NEGATE_C);
  setPredicate(warp, ins.slot[0], lanes, F(a, b));
}

uint32_t both(uint32_t a, uint32_t b) { return a & b; }
uint32_t either(uint32_t a, uint32_t b) { return a | b; }
uint32_t apart(uint32_t a, uint32_t b) { return a ^ b; }
uint32_t inverse(uint32_t a, uint32_t) { return ~a; }
uint32_t same(uint32_t a, uint32_t) { return a; }

}  // namespace

Handler compareHandler(std::string_view name, Type type) { return comparison(name, type, Into::Predicate); }

Handler setHandler(std::string_view name, Type type, bool toFloat) {
  return comparison(name, type, toFloat ? Into::Float : Into::Integer);
}

Handler selectHandler(Type type) { return sizeOf(type) == 8 ? select<uint64_t> : select<uint32_t>; }

Handler selectBySignHandler(Type type, bool byFloat) {
  if (sizeOf(type) == 8) return byFloat ? selectBySign<uint64_t, float> : selectBySign<uint64_t, int32_t>;
  return byFloat ? selectBySign<uint32_t, float> : selectBySign<uint32_t, int32_t>;
}

Handler predicateHandler(std::string_view op) {
  if (op == "and") return predicates<both>;
  if (op == "or") return predicates<either>;
  if (op == "xor") return predicates<apart>;
  if (op == "not") return predicates<inverse>;
  if (op == "mov") return predicates<same>;
  return nullptr;
}

}  // namespace emu
