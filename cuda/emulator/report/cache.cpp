#include "report/cache.hpp"

#include <algorithm>

namespace emu {

Cache::Cache(uint64_t bytes) : sets_(std::max<uint64_t>(1, bytes / 32 / WAYS)) { ways_.resize(sets_ * WAYS); }

void Cache::touch(uint64_t sector, bool fetches, bool changes) {
  // Spread, as GPUs do, so that arrays of one size do not meet in the same sets.
  uint64_t mixed = (sector ^ sector >> 29) * 0x9e3779b97f4a7c15;
  Way* set = &ways_[((mixed >> 32) * sets_ >> 32) * WAYS];
  Way* oldest = set;
  for (Way* way = set; way < set + WAYS; way++) {
    if (way->sector == sector) {
      way->used = ++clock_;
      way->changed |= changes;
      return;
    }
    if (way->used < oldest->used) oldest = way;
  }
  fetched += fetches;
  written += oldest->changed;
  *oldest = {sector, ++clock_, changes};
}

}  // namespace emu
