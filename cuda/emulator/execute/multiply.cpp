// Multiplication by halves, and arithmetic with carry.
#include "execute/handlers.hpp"
#include "execute/lanes.hpp"

namespace emu {
namespace {

template <class T> struct Wider;
template <> struct Wider<uint16_t> { using type = uint32_t; };
template <> struct Wider<int16_t> { using type = int32_t; };
template <> struct Wider<uint32_t> { using type = uint64_t; };
template <> struct Wider<int32_t> { using type = int64_t; };
template <> struct Wider<uint64_t> { using type = unsigned __int128; };
template <> struct Wider<int64_t> { using type = __int128; };

// Narrow types would be promoted to int, where a product can overflow.
template <class T>
T productLow(T a, T b) {
  return (T)((uint64_t)a * (uint64_t)b);
}
template <class T>
T productHigh(T a, T b) {
  using Wide = typename Wider<T>::type;
  return (T)(((Wide)a * (Wide)b) >> (8 * sizeof(T)));
}
template <class T>
T sum(T a, T b) {
  return (T)((uint64_t)a + (uint64_t)b);
}

template <class T>
void mulLow(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map2<T, T, T>(warp, ins, lanes, [](T a, T b) { return productLow(a, b); });
}
template <class T>
void mulHigh(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map2<T, T, T>(warp, ins, lanes, [](T a, T b) { return productHigh(a, b); });
}
template <class T>
void mulWide(Warp& warp, const Instruction& ins, uint32_t lanes) {
  using Wide = typename Wider<T>::type;
  map2<Wide, T, T>(warp, ins, lanes, [](T a, T b) { return (Wide)((Wide)a * (Wide)b); });
}
template <class T>
void madLow(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map3<T, T, T, T>(warp, ins, lanes, [](T a, T b, T c) { return sum(productLow(a, b), c); });
}
template <class T>
void madHigh(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map3<T, T, T, T>(warp, ins, lanes, [](T a, T b, T c) { return sum(productHigh(a, b), c); });
}
template <class T>
void madWide(Warp& warp, const Instruction& ins, uint32_t lanes) {
  using Wide = typename Wider<T>::type;
  map3<Wide, T, T, Wide>(warp, ins, lanes, [](T a, T b, Wide c) { return sum((Wide)((Wide)a * (Wide)b), c); });
}

template <class T>
Handler half(bool add, std::string_view part) {
  if (part == "lo") return add ? madLow<T> : mulLow<T>;
  if (part == "hi") return add ? madHigh<T> : mulHigh<T>;
  if constexpr (sizeof(T) < 8)
    if (part == "wide") return add ? madWide<T> : mulWide<T>;
  return nullptr;
}

// d = a + b + carry in, and the carry out; subtraction takes and leaves a borrow.
template <class T>
void withCarry(Warp& warp, const Instruction& ins, uint32_t lanes, bool subtract, T (*addend)(T, T), int c) {
  auto* d = slotOf<Stored<T>>(warp, ins.slot[0]);
  auto* a = slotOf<Stored<T>>(warp, ins.slot[1]);
  auto* b = slotOf<Stored<T>>(warp, ins.slot[2]);
  auto* last = slotOf<Stored<T>>(warp, ins.slot[c]);
  eachLane(lanes, [&](uint32_t lane) {
    T left = addend ? addend(unpack<T>(a[lane]), unpack<T>(b[lane])) : unpack<T>(a[lane]);
    T right = unpack<T>(last[lane]);
    T in = ins.flags & CARRY_IN ? warp.carry >> lane & 1 : 0;
    T partial, result;
    bool out = subtract ? __builtin_sub_overflow(left, right, &partial) : __builtin_add_overflow(left, right, &partial);
    out |= subtract ? __builtin_sub_overflow(partial, in, &result) : __builtin_add_overflow(partial, in, &result);
    d[lane] = pack<T>(result);
    if (ins.flags & CARRY_OUT) warp.carry = (warp.carry & ~(1u << lane)) | ((uint32_t)out << lane);
  });
}

template <class T>
void addCarry(Warp& warp, const Instruction& ins, uint32_t lanes) {
  withCarry<T>(warp, ins, lanes, false, nullptr, 2);
}
template <class T>
void subCarry(Warp& warp, const Instruction& ins, uint32_t lanes) {
  withCarry<T>(warp, ins, lanes, true, nullptr, 2);
}
template <class T>
void madLowCarry(Warp& warp, const Instruction& ins, uint32_t lanes) {
  withCarry<T>(warp, ins, lanes, false, productLow<T>, 3);
}
// The high half depends on the sign of the factors, the carry does not.
template <class T>
void madHighCarry(Warp& warp, const Instruction& ins, uint32_t lanes) {
  using U = std::make_unsigned_t<T>;
  withCarry<U>(warp, ins, lanes, false, [](U a, U b) { return (U)productHigh<T>((T)a, (T)b); }, 3);
}

}  // namespace

Handler multiplyHandler(std::string_view op, std::string_view part, Type type) {
  bool add = op == "mad";
  switch (type) {
    case Type::U16: return half<uint16_t>(add, part);
    case Type::S16: return half<int16_t>(add, part);
    case Type::U32: return half<uint32_t>(add, part);
    case Type::S32: return half<int32_t>(add, part);
    case Type::U64: return half<uint64_t>(add, part);
    case Type::S64: return half<int64_t>(add, part);
    default: return nullptr;
  }
}

Handler carryHandler(std::string_view op, std::string_view part, Type type) {
  bool wide = type == Type::U64 || type == Type::S64;
  if (!wide && type != Type::U32 && type != Type::S32) return nullptr;
  if (op == "add") return wide ? addCarry<uint64_t> : addCarry<uint32_t>;
  if (op == "sub") return wide ? subCarry<uint64_t> : subCarry<uint32_t>;
  if (op == "mad" && part == "lo") return wide ? madLowCarry<uint64_t> : madLowCarry<uint32_t>;
  if (op == "mad" && part == "hi") {
    if (isSigned(type)) return wide ? madHighCarry<int64_t> : madHighCarry<int32_t>;
    return wide ? madHighCarry<uint64_t> : madHighCarry<uint32_t>;
  }
  return nullptr;
}

}  // namespace emu
