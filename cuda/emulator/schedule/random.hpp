// A small generator (splitmix64): a seed gives the same sequence everywhere.
#pragma once

#include <cstdint>

namespace emu {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  uint32_t below(uint32_t bound) { return (uint32_t)((next() >> 32) * bound >> 32); }
  bool coin() { return next() >> 63; }

 private:
  uint64_t state_;
};

}  // namespace emu
