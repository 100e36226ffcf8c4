// cvt: between all types, with PTX's rounding, clamping and treatment of NaN.
#include <cmath>
#include <limits>

#include "execute/floating.hpp"
#include "execute/handlers.hpp"
#include "execute/lanes.hpp"
#include "execute/rounding.hpp"

namespace emu {
namespace {

// Slots of a cvt may be wider than its types: results are extended to the slot by their sign.
template <class T>
T readAs(Warp& warp, const Instruction& ins, uint32_t lane) {
  uint64_t bits = laneBits(warp, ins.slot[1], ins.srcBytes, lane);
  if constexpr (std::is_same_v<T, float>) return std::bit_cast<float>((uint32_t)bits);
  else if constexpr (std::is_same_v<T, double>) return std::bit_cast<double>(bits);
  else return (T)bits;
}

template <class T>
void writeAs(Warp& warp, const Instruction& ins, uint32_t lane, T value) {
  uint64_t bits;
  if constexpr (std::is_same_v<T, float>) bits = std::bit_cast<uint32_t>(value);
  else if constexpr (std::is_same_v<T, double>) bits = std::bit_cast<uint64_t>(value);
  else bits = (uint64_t)(int64_t)value;
  if constexpr (std::is_unsigned_v<T>) bits = (uint64_t)value;
  setLaneBits(warp, ins.slot[0], ins.dstBytes, lane, bits);
}

template <class F>
F roundedToInteger(F value, Rounding rounding) {
  switch (rounding) {
    case Rounding::Zero: return std::trunc(value);
    case Rounding::Down: return std::floor(value);
    case Rounding::Up: return std::ceil(value);
    default: return std::nearbyint(value);
  }
}

// NaN gives 0 where both types are narrower than 64 bits, else the highest bit alone.
template <class D, class F>
constexpr D fromNan() {
  if (sizeof(D) < 8 && sizeof(F) < 8) return 0;
  return (D)((std::make_unsigned_t<D>)1 << (8 * sizeof(D) - 1));
}

template <class D, class F>
D clamped(F value) {
  if (value != value) return fromNan<D, F>();
  // Both bounds are powers of two or 0: exact in any float type.
  constexpr F LOWEST = (F)std::numeric_limits<D>::min();
  F beyond = std::ldexp((F)1, std::numeric_limits<D>::digits);
  if (value < LOWEST) return std::numeric_limits<D>::min();
  if (value >= beyond) return std::numeric_limits<D>::max();
  return (D)value;
}

template <class D, class S>
D saturatedTo(S value) {
  if (std::is_signed_v<S> && value < 0) {
    if (std::is_unsigned_v<D>) return 0;
    return (int64_t)value < (int64_t)std::numeric_limits<D>::min() ? std::numeric_limits<D>::min() : (D)value;
  }
  return (uint64_t)value > (uint64_t)std::numeric_limits<D>::max() ? std::numeric_limits<D>::max() : (D)value;
}

template <class D, class S>
D converted(S value, const Instruction& ins) {
  constexpr bool TO_FLOAT = std::is_floating_point_v<D>, FROM_FLOAT = std::is_floating_point_v<S>;
  if constexpr (TO_FLOAT && FROM_FLOAT) {
    return result((D)operand(value, ins.flags), ins.flags);
  } else if constexpr (FROM_FLOAT) {
    return clamped<D>(roundedToInteger(operand(value, ins.flags), ins.rounding));
  } else if constexpr (TO_FLOAT) {
    return result((D)value, ins.flags);
  } else {
    return ins.flags & SATURATE ? saturatedTo<D>(value) : (D)value;
  }
}

template <class D, class S>
void convert(Warp& warp, const Instruction& ins, uint32_t lanes) {
  if (std::is_floating_point_v<D> && ins.rounding != Rounding::Nearest) {
    RoundingScope scope(ins.rounding);
    eachLane(lanes, [&](uint32_t lane) { writeAs<D>(warp, ins, lane, converted<D>(readAs<S>(warp, ins, lane), ins)); });
  } else if (sizeof(D) >= 4 && sizeof(S) >= 4 && ins.srcBytes == sizeof(S) && ins.dstBytes == sizeof(D)) {
    map1<D, S>(warp, ins, lanes, [&](S value) { return converted<D>(value, ins); });
  } else {
    eachLane(lanes, [&](uint32_t lane) { writeAs<D>(warp, ins, lane, converted<D>(readAs<S>(warp, ins, lane), ins)); });
  }
}

// Between floats of one type, to an integer value.
template <class T>
void roundInPlace(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map1<T, T>(warp, ins, lanes, [&](T value) {
    return result(roundedToInteger(operand(value, ins.flags), ins.rounding), ins.flags);
  });
}

template <class D>
Handler from(Type type) {
  switch (type) {
    case Type::U8: return convert<D, uint8_t>;
    case Type::S8: return convert<D, int8_t>;
    case Type::U16: return convert<D, uint16_t>;
    case Type::S16: return convert<D, int16_t>;
    case Type::U32: return convert<D, uint32_t>;
    case Type::S32: return convert<D, int32_t>;
    case Type::U64: return convert<D, uint64_t>;
    case Type::S64: return convert<D, int64_t>;
    case Type::F32: return convert<D, float>;
    case Type::F64: return convert<D, double>;
    default: return nullptr;
  }
}

}  // namespace

Handler convertHandler(Type to, Type type, bool integerRounding) {
  if (integerRounding && to == type) return to == Type::F32 ? roundInPlace<float> : roundInPlace<double>;
  switch (to) {
    case Type::U8: return from<uint8_t>(type);
    case Type::S8: return from<int8_t>(type);
    case Type::U16: return from<uint16_t>(type);
    case Type::S16: return from<int16_t>(type);
    case Type::U32: return from<uint32_t>(type);
    case Type::S32: return from<int32_t>(type);
    case Type::U64: return from<uint64_t>(type);
    case Type::S64: return from<int64_t>(type);
    case Type::F32: return from<float>(type);
    case Type::F64: return from<double>(type);
    default: return nullptr;
  }
}

}  // namespace emu
