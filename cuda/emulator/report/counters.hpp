// What a launch did, counted. The same on each run with the same schedule.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "report/cache.hpp"

namespace emu {

constexpr int DEPTHS = 33;

// What one worker counts beside the instructions.
struct MemoryCounters {
  uint64_t globalLoadSectors = 0;   // of 32 bytes, touched by each access of a warp
  uint64_t globalStoreSectors = 0;
  uint64_t globalAtomicSectors = 0;
  uint64_t globalLoads = 0;         // accesses of a warp
  uint64_t globalStores = 0;
  uint64_t globalAtomics = 0;
  uint64_t sharedAccesses = 0;
  uint64_t sharedAtomics = 0;
  uint64_t bankConflicts = 0;       // passes beyond the first
  uint64_t localAccesses = 0;       // of a thread
  uint64_t atomicDepth[DEPTHS] = {}; // accesses of a warp by the most lanes on one address

  void add(const MemoryCounters& other);
};

// Of one kernel.
struct KernelCounters {
  uint64_t launches = 0;
  uint64_t items = 0;           // the launches' first parameters, of 32 bits: rows, by habit
  uint64_t threadInstructions = 0;
  uint64_t readSectors = 0;     // each once a launch, by loads or atomics: what has to be moved
  uint64_t writtenSectors = 0;  // by stores or atomics
  MemoryCounters memory;
};

struct Counters {
  uint64_t launches = 0;
  uint64_t blocks = 0;
  uint64_t warpInstructions = 0;    // steps of a warp, whole or in part
  uint64_t threadInstructions = 0;
  std::map<std::string, uint64_t> byOpcode;  // thread instructions
  std::map<std::string, uint64_t> byKernel;
  MemoryCounters memory;
  std::shared_ptr<Cache> cache;     // from the first launch that asks for it
  std::map<std::string, uint64_t> movedByKernel;  // sectors that it fetched or wrote
  std::map<std::string, KernelCounters> kernels;  // where they are asked for
  // Calls, each of which a fault may be injected into.
  uint64_t allocations = 0, launchCalls = 0, copies = 0, creations = 0, waits = 0;

  // Lines of `name value`.
  std::string print() const;
};

}  // namespace emu
