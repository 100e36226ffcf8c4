// A kernel launch, its blocks, and the workers that execute them.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "decode/program.hpp"
#include "execute/warp.hpp"
#include "memory/address_space.hpp"
#include "report/counters.hpp"
#include "schedule/random.hpp"

namespace emu {

// Who runs next. Each is a legal schedule of independent threads; a right kernel gives right
// results under all of them.
enum class Mode : uint8_t {
  RoundRobin,  // warps in ascending order, threads of a warp together where they can be
  Reverse,     // the same in descending order: blocks, warps and lanes
  Random,      // any warp, any part of its threads, for any number of steps
  Serial       // each thread alone, as far as it gets
};

struct Checks {
  bool uninitialised = true;
  bool sharedRaces = true;
  bool globalRaces = true;
  bool counters = true;
  bool countKernels = false;  // by kernel too, and which sectors a launch touches
  uint64_t cacheBytes = 0;  // of a cache, to count what it would fetch and write; 0: none
};

struct Schedule {
  Mode mode = Mode::RoundRobin;
  uint64_t seed = 1;
  uint32_t workers = 1;
  // Blocks take turns on one worker where their order could show in the result.
  bool reproducible = true;
  // Steps of a warp without a write, an exit or a barrier, after which a launch counts as stuck.
  uint64_t patience = 20'000'000;
};

struct Launch {
  std::shared_ptr<const Kernel> kernel;
  std::array<uint32_t, 3> grid{1, 1, 1};
  std::array<uint32_t, 3> blockSize{1, 1, 1};
  uint32_t dynamicShared = 0;
  bool cooperative = false;
  std::vector<uint8_t> params;
  uint64_t number = 0;
  Checks checks;
  Schedule schedule;
  AddressSpace* memory = nullptr;
  Passing work;  // as its stream has it

  // Races between blocks: when each block last had a fence, and when any had.
  std::vector<uint32_t> lastFence;
  uint32_t fenceClock = 1;

  uint32_t blocks() const { return grid[0] * grid[1] * grid[2]; }
  uint32_t threads() const { return blockSize[0] * blockSize[1] * blockSize[2]; }
};

struct Barrier {
  uint32_t arrived = 0;
  uint32_t expected = 0;  // 0: all threads of the block that have not exited
  uint32_t holding = 0;   // how many of those that arrived hold the predicate
  // By warp, of which a block has up to 32: lanes, and lanes that came, waiting or not. In place, since
  // a block is begun for each launch, most of which are small.
  std::array<uint32_t, 32> waiting{};
  std::array<uint32_t, 32> arrivals{};
};

struct Block {
  Launch* launch = nullptr;
  uint32_t index = 0;
  std::array<uint32_t, 3> id{};
  std::vector<Warp> warps;
  std::vector<char> registers;
  std::vector<char> shared;
  std::vector<uint8_t> sharedState;   // 0 red zone, 1 not written, 2 written
  std::vector<Granule> sharedGranules;
  std::vector<char> local;
  std::vector<Barrier> barriers;
  uint32_t clock = 1;
  uint32_t era = 0;
  uint32_t liveThreads = 0;

  char* localOf(const Warp& warp, uint32_t lane) {
    return local.data() + (uint64_t)(warp.number * LANES + lane) * launch->kernel->localBytes;
  }
};

// The sectors that a share of a launch touches.
struct Footprint {
  std::unordered_set<uint64_t> read, written;
};

// One host thread's share of a launch.
struct Worker {
  Launch* launch = nullptr;
  Random random{1};
  bool alone = true;        // no other worker touches memory at the same time
  bool descending = false;  // lanes of one instruction from the last to the first
  uint64_t idle = 0;        // steps since something changed
  uint64_t steps = 0;       // of warps
  std::vector<uint64_t> executed;     // thread instructions by instruction
  std::vector<Allocation*> recent;    // by instruction: the allocation it touched last
  MemoryCounters counters;
  std::unique_ptr<Footprint> footprint;  // where it is asked for
  Cache* cache = nullptr;   // the model, if there is one; then there is one worker
};

// How a launch ended; code 0 where it ended well.
struct Outcome {
  int code = 0;
  std::string report;
};

// Runs the launch to its end on the calling thread and helpers, and adds to the counters.
Outcome execute(Launch& launch, Counters& counters);

// Instruction-level faults with the place where they happened.
std::string describe(const Block& block, const Warp& warp, const Instruction& ins, const Fault& fault);

}  // namespace emu
