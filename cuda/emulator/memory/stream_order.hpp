// Which pieces of work, of all streams, touched memory last: kept to find two that touch the same
// memory, one of them writing, and that nothing orders.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace emu {

// A piece of work, in one word: its stream above, its number in the order of calls below. 0: none.
using Stamp = uint64_t;
constexpr int NUMBER_BITS = 48;

inline Stamp stampOf(uint64_t stream, uint64_t number) { return stream << NUMBER_BITS | number; }
inline uint16_t streamIn(Stamp stamp) { return (uint16_t)(stamp >> NUMBER_BITS); }
inline uint64_t numberIn(Stamp stamp) { return stamp & ((1ull << NUMBER_BITS) - 1); }

// For each stream, the last of its work that happened before.
class Past {
 public:
  bool holds(Stamp stamp) const {
    for (Stamp last : lasts_)
      if (streamIn(last) == streamIn(stamp)) return numberIn(last) >= numberIn(stamp);
    return stamp == 0;
  }
  void add(Stamp stamp) {
    for (Stamp& last : lasts_)
      if (streamIn(last) == streamIn(stamp)) {
        last = std::max(last, stamp);
        return;
      }
    lasts_.push_back(stamp);
  }
  void add(const Past& other) {
    for (Stamp last : other.lasts_) add(last);
  }
  const std::vector<Stamp>& lasts() const { return lasts_; }

 private:
  std::vector<Stamp> lasts_;
};

// A piece of work and what happened before it.
struct Passing {
  Stamp stamp = 0;
  Past past;
  bool after(Stamp other) const {
    return other == 0 || streamIn(other) == streamIn(stamp) || past.holds(other);
  }
};

// The last to write some bytes, and those who read them since. Of more readers than there is room
// for, one is forgotten.
struct Visits {
  static constexpr uint64_t BYTES = 256;  // which is how blocks of memory are aligned
  Stamp writer;
  Stamp readers[3];
};

// Notes the access, and gives the work that it races with, or 0.
inline Stamp visit(Visits& visits, const Passing& now, bool write) {
  if (visits.writer == now.stamp && (!write || !visits.readers[0])) return 0;
  if (!now.after(visits.writer)) return visits.writer;
  if (write) {
    for (Stamp reader : visits.readers)
      if (!now.after(reader)) return reader;
    visits = {now.stamp, {}};
    return 0;
  }
  for (Stamp reader : visits.readers)
    if (reader == now.stamp) return 0;
  for (Stamp& reader : visits.readers)
    if (now.after(reader)) {
      reader = now.stamp;
      return 0;
    }
  visits.readers[0] = now.stamp;
  return 0;
}

}  // namespace emu
