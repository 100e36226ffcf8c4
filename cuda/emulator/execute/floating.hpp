// What PTX's float instructions do around the operation itself.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "decode/program.hpp"

namespace emu {

// f32 operations give one NaN; f64 operations keep a NaN operand's payload.
inline float canonical(float value) { return value != value ? std::bit_cast<float>(0x7fffffffu) : value; }
inline double canonical(double value) { return value; }

// Subnormals become zeros of the same sign.
inline float flushed(float value) {
  uint32_t bits = std::bit_cast<uint32_t>(value);
  return bits & 0x7f800000u ? value : std::bit_cast<float>(bits & 0x80000000u);
}
inline double flushed(double value) {
  uint64_t bits = std::bit_cast<uint64_t>(value);
  return bits & 0x7ff0000000000000u ? value : std::bit_cast<double>(bits & 0x8000000000000000u);
}

// To [0, 1]; NaN to 0.
template <class T>
inline T saturated(T value) {
  return !(value > 0) ? (T)0 : value > 1 ? (T)1 : value;
}

template <class T>
inline T operand(T value, uint16_t flags) {
  return flags & FLUSH ? flushed(value) : value;
}

template <class T>
inline T result(T value, uint16_t flags) {
  if (flags & FLUSH) value = flushed(value);
  if (flags & SATURATE) return saturated(value);
  return canonical(value);
}

}  // namespace emu
