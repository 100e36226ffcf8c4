#include "schedule/launch.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <span>
#include <thread>

#include "execute/lanes.hpp"
#include "report/codes.hpp"
#include "report/text.hpp"
#include "schedule/block.hpp"
#include "schedule/run.hpp"

namespace emu {
namespace {

// Blocks that a worker runs in turns. A GPU would hold more; a few show what order can do.
constexpr uint32_t RESIDENT = 4;
// Steps of a warp before another has its turn, in the modes that do not draw them.
constexpr uint32_t SLICE = 1024;
// With the model of a cache: as many blocks and as short turns as on the device that is emulated (four
// blocks of 256 threads on each of 40 processors), since what is used together depends on them.
constexpr uint32_t CACHED_RESIDENT = 160;
constexpr uint32_t CACHED_SLICE = 64;

struct Stuck {
  std::string report;
};

class BlockRunner {
 public:
  BlockRunner(Worker& worker, std::vector<uint32_t> order) : worker_(worker), order_(std::move(order)) {
    bool cached = worker.cache != nullptr;
    slice_ = cached ? CACHED_SLICE : SLICE;
    size_t most = worker.launch->cooperative ? order_.size() : cached ? CACHED_RESIDENT : RESIDENT;
    size_t resident = std::min(most, order_.size());
    if (kept_.size() < resident) kept_.resize(resident);
    blocks_ = {kept_.data(), resident};
    for (Block& block : blocks_) block.launch = nullptr;
  }

  ~BlockRunner() {
    if (kept_.size() > RESIDENT) kept_.resize(RESIDENT);
  }

  void runAll(const std::atomic<bool>& stop) {
    for (Block& block : blocks_) startNext(block);
    while (running_ > 0 && !stop.load(std::memory_order_relaxed)) {
      switch (worker_.launch->schedule.mode) {
        case Mode::Random: randomTurn(); break;
        case Mode::Serial: eachWarp([&](Block& block, Warp& warp) { serialTurn(block, warp); }); break;
        default: eachWarp([&](Block& block, Warp& warp) { fairTurn(block, warp); });
      }
      checkProgress();
    }
  }

  // Where the fault at hand happened.
  Block* block = nullptr;
  Warp* warp = nullptr;

 private:
  bool descending() const { return worker_.launch->schedule.mode == Mode::Reverse; }

  void startNext(Block& block) {
    if (next_ < order_.size()) {
      start(block, worker_, order_[next_++]);
      running_++;
    }
  }

  template <class F>
  void eachWarp(F f) {
    worker_.descending = descending();
    for (size_t count = 0; count < blocks_.size(); count++) {
      Block& block = blocks_[descending() ? blocks_.size() - 1 - count : count];
      if (!block.launch || block.liveThreads == 0) continue;
      size_t warps = block.warps.size();
      bool ran = false;
      for (size_t each = 0; each < warps; each++) {
        Warp& warp = block.warps[descending() ? warps - 1 - each : each];
        if (!warp.ready) continue;
        ran = true;
        f(block, warp);
      }
      afterTurn(block, ran);
    }
  }

  void afterTurn(Block& block, bool ran) {
    if (block.liveThreads == 0) {
      running_--;
      startNext(block);
    } else if (!ran) {
      throw Stuck{describeDeadlock(block)};
    }
  }

  uint32_t step(Block& in, Warp& of, Group group, uint32_t steps) {
    block = &in;
    warp = &of;
    uint32_t left = run(in, of, group, steps);
    worker_.idle += steps - left;
    worker_.steps += steps - left;
    return left;
  }

  // All threads of the warp move on together as far as they can; from one turn to the next another
  // thread may choose, so that one that spins cannot keep the others from moving.
  void fairTurn(Block& block, Warp& warp) {
    uint32_t left = slice_;
    bool spun = false;
    while (left && warp.ready) {
      Group group = spun ? standingWith(warp, otherLane(warp)) : furthestBehind(warp);
      uint32_t given = std::min(left, slice_ / 4), used = given - step(block, warp, group, given);
      spun = used == given;
      left -= used;
    }
  }

  uint32_t otherLane(const Warp& warp) {
    uint32_t choice = worker_.random.below((uint32_t)__builtin_popcount(warp.ready)), ready = warp.ready;
    while (choice--) ready &= ready - 1;
    return (uint32_t)__builtin_ctz(ready);
  }

  void serialTurn(Block& block, Warp& warp) {
    uint32_t lanes = warp.ready;
    eachLane(lanes, [&](uint32_t lane) {
      uint32_t left = slice_;
      while (left && (warp.ready >> lane & 1)) left = step(block, warp, {1u << lane, warp.pc[lane], NONE}, left);
    });
  }

  void randomTurn() {
    Random& random = worker_.random;
    Block& block = blocks_[random.below((uint32_t)blocks_.size())];
    if (!block.launch || block.liveThreads == 0) return;
    uint32_t warps = (uint32_t)block.warps.size(), at = random.below(warps), tried = 0;
    while (tried < warps && !block.warps[at].ready) at = (at + 1) % warps, tried++;
    if (tried < warps) {
      Warp& warp = block.warps[at];
      worker_.descending = random.coin();
      Group group = furthestBehind(warp);
      if (random.coin()) {
        group = standingWith(warp, otherLane(warp));
        if (random.coin()) group.lanes = someOf(group.lanes);
      }
      step(block, warp, group, 1 + random.below(random.coin() ? 8 : 64));
    }
    afterTurn(block, tried < warps);
  }

  uint32_t someOf(uint32_t lanes) {
    uint32_t chosen = lanes & (uint32_t)worker_.random.next();
    return chosen ? chosen : lanes & -lanes;
  }

  void checkProgress() {
    if (worker_.idle < worker_.launch->schedule.patience) return;
    std::string out = text("no progress: ", worker_.idle, " steps without a write, an exit or a barrier");
    for (Block& each : blocks_) {
      if (!each.launch || !each.liveThreads) continue;
      for (Warp& spinning : each.warps)
        if (spinning.ready) {
          int line = each.launch->kernel->code[spinning.pc[__builtin_ctz(spinning.ready)]].line;
          out += text("\n  block ", each.index, " warp ", spinning.number, " runs at ptx line ", line, ": ",
                      each.launch->kernel->source(line));
          break;
        }
    }
    throw Stuck{out};
  }

  Worker& worker_;
  std::vector<uint32_t> order_;
  // What blocks take is kept for the thread's next launch: to get it anew takes longer than a small
  // launch runs.
  static thread_local std::vector<Block> kept_;
  std::span<Block> blocks_;
  uint32_t slice_;
  size_t next_ = 0;
  size_t running_ = 0;
};

thread_local std::vector<Block> BlockRunner::kept_;

std::vector<uint32_t> orderOf(const Launch& launch, Random& random) {
  std::vector<uint32_t> order(launch.blocks());
  for (uint32_t each = 0; each < order.size(); each++) order[each] = each;
  if (launch.schedule.mode == Mode::Reverse) std::reverse(order.begin(), order.end());
  if (launch.schedule.mode == Mode::Random)
    for (uint32_t each = (uint32_t)order.size(); each > 1; each--) std::swap(order[each - 1], order[random.below(each)]);
  return order;
}

// Several workers only where who is first cannot show, or nobody asks for the same result twice.
uint32_t workersFor(const Launch& launch) {
  const Schedule& schedule = launch.schedule;
  bool apart = launch.kernel->orderFree || !schedule.reproducible;
  if (!apart || launch.checks.globalRaces || launch.checks.cacheBytes || launch.cooperative) return 1;
  return std::max(1u, std::min(schedule.workers, launch.blocks() / RESIDENT));
}

void collectKernel(const Launch& launch, std::vector<Worker>& workers, uint64_t instructions, KernelCounters& counters) {
  int32_t first = 0;
  if (launch.params.size() >= sizeof first) std::memcpy(&first, launch.params.data(), sizeof first);
  counters.launches++;
  counters.items += (uint64_t)std::max(first, 0);
  counters.threadInstructions += instructions;
  Footprint all;
  for (Worker& worker : workers) {
    counters.memory.add(worker.counters);
    all.read.merge(worker.footprint->read);
    all.written.merge(worker.footprint->written);
  }
  counters.readSectors += all.read.size();
  counters.writtenSectors += all.written.size();
}

void collect(const Launch& launch, std::vector<Worker>& workers, Counters& counters) {
  const Kernel& kernel = *launch.kernel;
  counters.launches++;
  counters.blocks += launch.blocks();
  // By number first: a name is looked up once a launch, not once an instruction.
  std::vector<uint64_t> byOpcode(kernel.opcodes.size());
  uint64_t total = 0;
  for (const Worker& worker : workers) {
    counters.warpInstructions += worker.steps;
    counters.memory.add(worker.counters);
    for (size_t each = 0; each < kernel.code.size(); each++) {
      byOpcode[kernel.code[each].opcode] += worker.executed[each];
      total += worker.executed[each];
    }
  }
  counters.threadInstructions += total;
  if (total) counters.byKernel[kernel.name] += total;
  if (launch.checks.countKernels) collectKernel(launch, workers, total, counters.kernels[kernel.name]);
  for (size_t each = 0; each < byOpcode.size(); each++)
    if (byOpcode[each]) counters.byOpcode[kernel.opcodes[each]] += byOpcode[each];
}

void runShare(Worker& worker, std::vector<uint32_t> order, std::atomic<bool>& stop, std::mutex& lock, Outcome& outcome) {
  BlockRunner runner(worker, std::move(order));
  Outcome mine;
  try {
    runner.runAll(stop);
    return;
  } catch (const Fault& fault) {
    const Instruction& ins = worker.launch->kernel->code[runner.warp->at];
    mine = {fault.code, describe(*runner.block, *runner.warp, ins, fault)};
  } catch (const Stuck& stuck) {
    mine = {LAUNCH_TIMEOUT, text(stuck.report, "\n  kernel=", worker.launch->kernel->name, " launch=", worker.launch->number)};
  }
  stop = true;
  std::lock_guard held(lock);
  if (outcome.code == SUCCESS) outcome = mine;
}

}  // namespace

std::string describe(const Block& block, const Warp& warp, const Instruction& ins, const Fault& fault) {
  const Launch& launch = *block.launch;
  std::string out = text(fault.what, "\n  kernel=", launch.kernel->name, " launch=", launch.number, " block=(",
                         block.id[0], ",", block.id[1], ",", block.id[2], ")");
  if (fault.lane >= 0) {
    uint32_t flat = warp.number * LANES + (uint32_t)fault.lane;
    auto& size = launch.blockSize;
    out += text(" thread=(", flat % size[0], ",", flat / size[0] % size[1], ",", flat / size[0] / size[1], ")");
  }
  return out + text(" ptx line=", ins.line, ": ", launch.kernel->source(ins.line));
}

Outcome execute(Launch& launch, Counters& counters) {
  if (launch.checks.globalRaces && launch.blocks() > 1) launch.lastFence.assign(launch.blocks(), 0);
  if (launch.checks.cacheBytes && !counters.cache) counters.cache = std::make_shared<Cache>(launch.checks.cacheBytes);
  uint64_t moved = counters.cache ? counters.cache->moved() : 0;
  uint32_t count = workersFor(launch);
  Random random(launch.schedule.seed * 0x9e3779b97f4a7c15 + launch.number);
  std::vector<uint32_t> order = orderOf(launch, random);
  std::vector<Worker> workers(count);
  std::vector<std::vector<uint32_t>> shares(count);
  for (size_t each = 0; each < order.size(); each++) shares[each % count].push_back(order[each]);
  for (Worker& worker : workers) {
    worker.launch = &launch;
    worker.random = Random(random.next());
    worker.alone = count == 1;
    worker.cache = launch.checks.cacheBytes ? counters.cache.get() : nullptr;
    if (launch.checks.countKernels) worker.footprint = std::make_unique<Footprint>();
    worker.executed.assign(launch.kernel->code.size(), 0);
    worker.recent.assign(launch.kernel->code.size(), nullptr);
  }
  std::atomic<bool> stop = false;
  std::mutex lock;
  Outcome outcome;
  std::vector<std::thread> helpers;
  for (uint32_t each = 1; each < count; each++)
    helpers.emplace_back([&, each] { runShare(workers[each], std::move(shares[each]), stop, lock, outcome); });
  runShare(workers[0], std::move(shares[0]), stop, lock, outcome);
  for (std::thread& helper : helpers) helper.join();
  collect(launch, workers, counters);
  if (launch.checks.cacheBytes) counters.movedByKernel[launch.kernel->name] += counters.cache->moved() - moved;
  return outcome;
}

}  // namespace emu
