// Numbers as PTX writes them: 12, 0x1fU, 0b101, 017, 1.5, 0f3f800000, 0d3ff0000000000000.
#pragma once

#include <bit>

#include "ptx/text.hpp"

namespace emu {

struct NumberValue {
  bool real = false;
  bool single = false;  // bits are those of a float
  uint64_t bits = 0;    // an integer, or the bits of a double or float

  uint64_t asFloatBits() const {
    return single ? bits : std::bit_cast<uint32_t>((float)std::bit_cast<double>(bits));
  }
  uint64_t asDoubleBits() const {
    return single ? std::bit_cast<uint64_t>((double)std::bit_cast<float>((uint32_t)bits)) : bits;
  }
};

NumberValue readNumber(const Token& token);

}  // namespace emu
