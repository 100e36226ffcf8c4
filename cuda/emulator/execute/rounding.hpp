// The processor's rounding direction, for as long as an object of this class lives. Files that use
// it are compiled with -frounding-math.
#pragma once

#include <cfenv>

#include "decode/program.hpp"

namespace emu {

class RoundingScope {
 public:
  explicit RoundingScope(Rounding rounding) : before_(std::fegetround()) { std::fesetround(direction(rounding)); }
  ~RoundingScope() { std::fesetround(before_); }
  RoundingScope(const RoundingScope&) = delete;
  RoundingScope& operator=(const RoundingScope&) = delete;

 private:
  static int direction(Rounding rounding) {
    switch (rounding) {
      case Rounding::Zero: return FE_TOWARDZERO;
      case Rounding::Down: return FE_DOWNWARD;
      case Rounding::Up: return FE_UPWARD;
      default: return FE_TONEAREST;
    }
  }
  int before_;
};

}  // namespace emu
