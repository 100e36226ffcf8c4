// Who touched four bytes of memory last, kept to find accesses that nothing orders.
//
// The rules are the same for threads over shared memory and for blocks over global memory; only
// what counts as "ordered" differs, and is asked of the caller.
#pragma once

#include <cstdint>

namespace emu {

enum class Touch : uint8_t { Read, Write };

// Who: an agent + 1; or several agents of one group, as SEVERAL | group; or any number of any.
constexpr uint32_t NOBODY = 0, SEVERAL = 1u << 31, MANY = UINT32_MAX;

struct Granule {
  uint32_t era;          // of the launch or block that wrote the rest
  uint32_t writer;
  uint32_t writeClock;
  uint32_t reader;
  uint32_t readClock;
  uint8_t writtenBytes;  // masks of four
  uint8_t readBytes;
  bool strongWrite;      // the write was atomic or volatile
  bool strongReads;      // and so were all reads
};

struct Touching {
  Touch touch;
  bool strong;
  bool sameValue;  // a write that changes nothing
  uint8_t bytes;   // mask of four
  uint32_t agent;
  uint32_t clock;
};

enum class Race : uint8_t { None, ReadAfterWrite, WriteAfterWrite, WriteAfterRead };

template <uint32_t GROUP>
uint32_t together(uint32_t before, uint32_t me) {
  uint32_t group = (me - 1) / GROUP;
  bool inGroup = before & SEVERAL ? (before & ~SEVERAL) == group : (before - 1) / GROUP == group;
  return GROUP > 1 && before != MANY && inGroup ? SEVERAL | group : MANY;
}

// Notes the access and says whether it races with an earlier one. `ordered(agent, clock)`: whether
// what that agent did at that clock happened before this access; agent may be SEVERAL or MANY.
template <uint32_t GROUP, class Ordered>
Race note(Granule& granule, uint32_t era, const Touching& now, Ordered isOrdered) {
  if (granule.era != era) {
    granule = {};
    granule.era = era;
  }
  auto ordered = [&](uint32_t who, uint32_t clock) { return isOrdered(who & SEVERAL ? who : who - 1, clock); };
  uint32_t me = now.agent + 1;
  bool write = now.touch == Touch::Write;
  Race race = Race::None;
  bool metWrite = granule.writer != NOBODY && granule.writer != me && granule.writer != MANY &&
                  (granule.writtenBytes & now.bytes);
  if (metWrite && !(now.strong && granule.strongWrite) && !(write && now.sameValue) &&
      !ordered(granule.writer, granule.writeClock))
    race = write ? Race::WriteAfterWrite : Race::ReadAfterWrite;
  bool metRead = write && granule.reader != NOBODY && granule.reader != me && (granule.readBytes & now.bytes);
  if (metRead && race == Race::None && !(now.strong && granule.strongReads) && !now.sameValue &&
      !ordered(granule.reader, granule.readClock))
    race = Race::WriteAfterRead;
  if (race != Race::None) return race;
  if (write) {
    bool shared = granule.writer != NOBODY && granule.writer != me && !(granule.writtenBytes & now.bytes);
    granule.writtenBytes = shared || granule.writer == me ? granule.writtenBytes | now.bytes : now.bytes;
    granule.writer = shared ? MANY : me;
    granule.writeClock = now.clock;
    granule.strongWrite = now.strong;
    // Reads that are ordered before this write are before whatever is ordered after it.
    if (!(granule.readBytes & ~now.bytes)) granule.reader = NOBODY;
  } else if (granule.reader == NOBODY || granule.reader == me || ordered(granule.reader, granule.readClock)) {
    bool more = granule.reader == me;
    granule.strongReads = now.strong && (!more || granule.strongReads);
    granule.readBytes = more ? granule.readBytes | now.bytes : now.bytes;
    granule.reader = me;
    granule.readClock = now.clock;
  } else {
    granule.strongReads = granule.strongReads && now.strong;
    granule.readBytes |= now.bytes;
    granule.reader = together<GROUP>(granule.reader, me);
    granule.readClock = now.clock;
  }
  return race;
}

}  // namespace emu
