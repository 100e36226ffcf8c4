// All memory that kernels may touch. A device address is the host address of the bytes, so a
// pinned buffer has one address on both sides, as with unified addressing on a GPU.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memory/race.hpp"
#include "memory/stream_order.hpp"

namespace emu {

enum class MemoryKind : uint8_t { Device, Managed, Pinned, Registered, Variable };

struct Allocation {
  uint64_t base = 0;
  uint64_t size = 0;
  uint64_t number = 0;  // counted from 1
  MemoryKind kind = MemoryKind::Device;
  bool freed = false;
  uint64_t owner = 0;    // context
  uint32_t hostFlags = 0;
  // One byte for each byte, 1 once written; null: all of it counts as written.
  uint8_t* state = nullptr;
  // Who touched it; null until a launch with race checks touches it.
  Granule* granules = nullptr;
  // Which work touched it; null until work with race checks does.
  Visits* visits = nullptr;

  bool holds(uint64_t address, uint64_t bytes) const {
    return address >= base && address - base <= size && bytes <= size - (address - base);
  }
  std::string describe() const;
};

class AddressSpace {
 public:
  AddressSpace();
  ~AddressSpace();
  AddressSpace(const AddressSpace&) = delete;

  // Null when there is no room. Addresses are never used twice, so that use after free is seen.
  // `tracked`: reads before the first write are to be found.
  Allocation* allocate(uint64_t size, MemoryKind kind, uint64_t owner, bool tracked);
  Allocation* registerHost(uint64_t base, uint64_t size, uint64_t owner);
  // The allocation stays known as freed.
  void free(Allocation* allocation);
  // Frees all that the context owns.
  void freeOwnedBy(uint64_t owner);

  // The live allocation that holds the address, or null.
  Allocation* find(uint64_t address);
  // Live or freed, the one that starts at or before the address.
  Allocation* nearest(uint64_t address);

  static void markWritten(Allocation* allocation, uint64_t address, uint64_t bytes);
  static Granule* granulesOf(Allocation* allocation);
  static Visits& visitsOf(Allocation* allocation, uint64_t address);
  // Notes that work touches a range, and gives the work that it races with, or 0.
  static Stamp visit(Allocation* allocation, uint64_t address, uint64_t bytes, const Passing& work, bool write);

  uint64_t deviceBytes() const { return deviceBytes_; }
  uint64_t liveAllocations() const { return live_; }

 private:
  bool commit(uint64_t end);
  void retire(const Allocation& allocation);
  void closeRetired();

  uint64_t reserved_ = 0, reservedBytes_ = 0, next_ = 0, committed_ = 0;
  uint64_t deviceBytes_ = 0, live_ = 0, count_ = 0;
  std::map<uint64_t, std::unique_ptr<Allocation>> allocations_;
  // Kept for reports alone, so that the search for what an access touches stays short.
  std::map<uint64_t, std::unique_ptr<Allocation>> freed_;
  // Freed device memory that is not yet given back to the system, as begin and end.
  std::vector<std::pair<uint64_t, uint64_t>> retired_;
};

// Zeroed memory that costs nothing until it is touched.
void* reserveZeroed(uint64_t bytes);
void releaseZeroed(void* memory, uint64_t bytes);

}  // namespace emu
