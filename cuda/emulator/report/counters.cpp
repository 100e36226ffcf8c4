#include "report/counters.hpp"

#include "report/text.hpp"

namespace emu {

void MemoryCounters::add(const MemoryCounters& other) {
  globalLoadSectors += other.globalLoadSectors;
  globalStoreSectors += other.globalStoreSectors;
  globalAtomicSectors += other.globalAtomicSectors;
  globalLoads += other.globalLoads;
  globalStores += other.globalStores;
  globalAtomics += other.globalAtomics;
  sharedAccesses += other.sharedAccesses;
  sharedAtomics += other.sharedAtomics;
  bankConflicts += other.bankConflicts;
  localAccesses += other.localAccesses;
  for (int depth = 0; depth < DEPTHS; depth++) atomicDepth[depth] += other.atomicDepth[depth];
}

std::string Counters::print() const {
  std::string out = text("launches ", launches, "\nblocks ", blocks, "\nwarp.instructions ", warpInstructions,
                         "\nthread.instructions ", threadInstructions,
                         "\nglobal.load.sectors ", memory.globalLoadSectors,
                         "\nglobal.store.sectors ", memory.globalStoreSectors,
                         "\nglobal.atomic.sectors ", memory.globalAtomicSectors,
                         "\nglobal.loads ", memory.globalLoads, "\nglobal.stores ", memory.globalStores,
                         "\nglobal.atomics ", memory.globalAtomics,
                         "\nshared.accesses ", memory.sharedAccesses, "\nshared.atomics ", memory.sharedAtomics,
                         "\nshared.bank.conflicts ", memory.bankConflicts,
                         "\nlocal.accesses ", memory.localAccesses,
                         "\ncalls.allocation ", allocations, "\ncalls.launch ", launchCalls, "\ncalls.copy ", copies,
                         "\ncalls.creation ", creations, "\ncalls.wait ", waits, "\n");
  if (cache) out += text("cache.fetched.sectors ", cache->fetched, "\ncache.written.sectors ", cache->written, "\n");
  for (auto& [name, count] : movedByKernel) out += text("cache.kernel.", name, " ", count, "\n");
  for (int depth = 1; depth < DEPTHS; depth++)
    if (memory.atomicDepth[depth]) out += text("atomic.depth.", depth, " ", memory.atomicDepth[depth], "\n");
  for (auto& [name, count] : byKernel) out += text("kernel.", name, " ", count, "\n");
  for (auto& [name, kernel] : kernels) {
    std::string of = text("kernel.", name, ".");
    out += text(of, "launches ", kernel.launches, "\n", of, "items ", kernel.items, "\n",
                of, "thread.instructions ", kernel.threadInstructions, "\n",
                of, "load.sectors ", kernel.memory.globalLoadSectors, "\n",
                of, "store.sectors ", kernel.memory.globalStoreSectors, "\n",
                of, "atomic.sectors ", kernel.memory.globalAtomicSectors, "\n",
                of, "read.sectors ", kernel.readSectors, "\n",
                of, "written.sectors ", kernel.writtenSectors, "\n",
                of, "bank.conflicts ", kernel.memory.bankConflicts, "\n");
  }
  for (auto& [name, count] : byOpcode) out += text("opcode.", name, " ", count, "\n");
  return out;
}

}  // namespace emu
