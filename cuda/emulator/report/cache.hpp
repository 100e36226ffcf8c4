// A model of the cache between processors and memory: which sectors accesses would bring from memory
// and take back there. It changes no result, and holds no data.
#pragma once

#include <cstdint>
#include <vector>

namespace emu {

// Sectors of 32 bytes in sets of sixteen; the least recently used one goes. A load or an atomic of one
// that is not there fetches it, a store does not; one that was changed is written when it goes.
class Cache {
 public:
  explicit Cache(uint64_t bytes);

  void touch(uint64_t sector, bool fetches, bool changes);

  uint64_t fetched = 0;
  uint64_t written = 0;

  uint64_t moved() const { return fetched + written; }

 private:
  struct Way {
    uint64_t sector = UINT64_MAX;
    uint64_t used = 0;
    bool changed = false;
  };

  static constexpr uint32_t WAYS = 16;

  std::vector<Way> ways_;
  uint64_t sets_;
  uint64_t clock_ = 0;
};

}  // namespace emu
