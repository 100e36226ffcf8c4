// Loops over the lanes of a warp, for values of type T in register slots.
#pragma once

#include <bit>
#include <type_traits>

#include "execute/warp.hpp"

namespace emu {

// What a slot's lanes are made of. Bits above T's own are not defined, and never read as T.
template <class T>
using Stored = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;

template <class T>
inline T unpack(Stored<T> bits) {
  if constexpr (sizeof(T) == sizeof(bits)) return std::bit_cast<T>(bits);
  else return (T)bits;
}

template <class T>
inline Stored<T> pack(T value) {
  if constexpr (sizeof(T) == sizeof(Stored<T>)) return std::bit_cast<Stored<T>>(value);
  else return (Stored<T>)(std::make_unsigned_t<T>)value;
}

// Slots are the same or apart, never overlapping, so lanes do not depend on each other.
template <class F>
inline void forLanes(uint32_t lanes, F f) {
  if (lanes == ALL_LANES) {
#pragma GCC ivdep
    for (uint32_t lane = 0; lane < LANES; lane++) f(lane);
  } else {
    eachLane(lanes, f);
  }
}

template <class D, class A, class F>
inline void map1(Warp& warp, const Instruction& ins, uint32_t lanes, F f) {
  auto* d = slotOf<Stored<D>>(warp, ins.slot[0]);
  auto* a = slotOf<Stored<A>>(warp, ins.slot[1]);
  forLanes(lanes, [&](uint32_t lane) { d[lane] = pack<D>(f(unpack<A>(a[lane]))); });
}

template <class D, class A, class B, class F>
inline void map2(Warp& warp, const Instruction& ins, uint32_t lanes, F f) {
  auto* d = slotOf<Stored<D>>(warp, ins.slot[0]);
  auto* a = slotOf<Stored<A>>(warp, ins.slot[1]);
  auto* b = slotOf<Stored<B>>(warp, ins.slot[2]);
  forLanes(lanes, [&](uint32_t lane) { d[lane] = pack<D>(f(unpack<A>(a[lane]), unpack<B>(b[lane]))); });
}

template <class D, class A, class B, class C, class F>
inline void map3(Warp& warp, const Instruction& ins, uint32_t lanes, F f) {
  auto* d = slotOf<Stored<D>>(warp, ins.slot[0]);
  auto* a = slotOf<Stored<A>>(warp, ins.slot[1]);
  auto* b = slotOf<Stored<B>>(warp, ins.slot[2]);
  auto* c = slotOf<Stored<C>>(warp, ins.slot[3]);
  forLanes(lanes, [&](uint32_t lane) {
    d[lane] = pack<D>(f(unpack<A>(a[lane]), unpack<B>(b[lane]), unpack<C>(c[lane])));
  });
}

// The lanes for which f holds, as a mask.
template <class F>
inline uint32_t maskOf(uint32_t lanes, F f) {
  uint32_t mask = 0;
  if (lanes == ALL_LANES) {
    for (uint32_t lane = 0; lane < LANES; lane++) mask |= (uint32_t)f(lane) << lane;
  } else {
    eachLane(lanes, [&](uint32_t lane) { mask |= (uint32_t)f(lane) << lane; });
  }
  return mask;
}

// Writes the lanes' bits of a predicate and leaves the others.
inline void setPredicate(Warp& warp, uint32_t slot, uint32_t lanes, uint32_t value) {
  uint32_t& held = predicate(warp, slot);
  held = (held & ~lanes) | (value & lanes);
}

inline uint32_t predicateOperand(Warp& warp, uint32_t slot, bool negated) {
  uint32_t value = predicate(warp, slot);
  return negated ? ~value : value;
}

}  // namespace emu
