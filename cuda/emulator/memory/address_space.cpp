#include "memory/address_space.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "report/text.hpp"

namespace emu {
namespace {

constexpr uint64_t PAGE = 4096;
// Pages are made accessible, and taken back, many at a time: a test makes hundreds of thousands of
// small allocations, and each call of the system splits or joins its map of them.
constexpr uint64_t COMMIT = 4 << 20;
constexpr size_t RETIRED = 256;
// Below this size zeroing costs less than a mapping.
constexpr uint64_t MAPPED = 32 << 10;

uint64_t roundedUp(uint64_t bytes) { return (bytes + PAGE - 1) / PAGE * PAGE; }
uint64_t granuleBytes(const Allocation& allocation) { return (allocation.size / 4 + 2) * sizeof(Granule); }
uint64_t visitBytes(const Allocation& allocation) { return (allocation.size / Visits::BYTES + 1) * sizeof(Visits); }

Allocation* startingBefore(const std::map<uint64_t, std::unique_ptr<Allocation>>& from, uint64_t address) {
  auto after = from.upper_bound(address);
  return after == from.begin() ? nullptr : std::prev(after)->second.get();
}

const char* nameOf(MemoryKind kind) {
  switch (kind) {
    case MemoryKind::Device: return "device";
    case MemoryKind::Managed: return "managed";
    case MemoryKind::Pinned: return "pinned host";
    case MemoryKind::Registered: return "registered host";
    default: return "module variable";
  }
}

}  // namespace

void* reserveZeroed(uint64_t bytes) {
  if (bytes < MAPPED) return std::calloc(1, bytes);
  void* memory = mmap(nullptr, roundedUp(bytes), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

void releaseZeroed(void* memory, uint64_t bytes) {
  if (bytes < MAPPED) std::free(memory);
  else if (memory) munmap(memory, roundedUp(bytes));
}

std::string Allocation::describe() const {
  return text("allocation #", number, " (", nameOf(kind), ", base=", hex(base), ", size=", size,
              freed ? ", freed)" : ")");
}

AddressSpace::AddressSpace() {
  for (reservedBytes_ = 1ull << 42; reservedBytes_ >= 1ull << 32; reservedBytes_ /= 2) {
    void* at = mmap(nullptr, reservedBytes_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at != MAP_FAILED) {
      reserved_ = (uint64_t)at;
      next_ = roundedUp(reserved_) + PAGE;
      committed_ = next_;
      return;
    }
  }
  reservedBytes_ = 0;
}

AddressSpace::~AddressSpace() {
  while (!allocations_.empty()) free(allocations_.begin()->second.get());
  if (reserved_) munmap((void*)reserved_, reservedBytes_);
}

Allocation* AddressSpace::allocate(uint64_t size, MemoryKind kind, uint64_t owner, bool tracked) {
  uint64_t pages = roundedUp(size);
  if (pages < size || next_ + pages + PAGE > reserved_ + reservedBytes_) return nullptr;
  if (!commit(next_ + pages + PAGE)) return nullptr;
  // The page behind it is nobody's. Kernels are checked; the host is stopped by the page itself.
  if (kind != MemoryKind::Device && mprotect((void*)(next_ + pages), PAGE, PROT_NONE) != 0) return nullptr;
  auto fresh = std::make_unique<Allocation>();
  fresh->base = next_;
  fresh->size = size;
  fresh->number = ++count_;
  fresh->kind = kind;
  fresh->owner = owner;
  if (tracked && kind == MemoryKind::Device) {
    fresh->state = (uint8_t*)reserveZeroed(size);
    // What a GPU's memory holds before it is written is anything but zeros.
    std::memset((void*)next_, 0xa5, size);
  }
  next_ += pages + PAGE;
  if (kind == MemoryKind::Device || kind == MemoryKind::Managed) deviceBytes_ += size;
  if (kind != MemoryKind::Variable) live_++;
  Allocation* made = fresh.get();
  allocations_[made->base] = std::move(fresh);
  return made;
}

bool AddressSpace::commit(uint64_t end) {
  if (end <= committed_) return true;
  uint64_t upTo = std::min(reserved_ + reservedBytes_, std::max(end, committed_ + COMMIT));
  if (mprotect((void*)committed_, upTo - committed_, PROT_READ | PROT_WRITE) != 0) return false;
  committed_ = upTo;
  return true;
}

Allocation* AddressSpace::registerHost(uint64_t base, uint64_t size, uint64_t owner) {
  Allocation* before = startingBefore(allocations_, base + size - 1);
  if (before && before->base + before->size > base) return nullptr;
  auto fresh = std::make_unique<Allocation>();
  fresh->base = base;
  fresh->size = size;
  fresh->number = ++count_;
  fresh->kind = MemoryKind::Registered;
  fresh->owner = owner;
  live_++;
  Allocation* made = fresh.get();
  allocations_[base] = std::move(fresh);
  return made;
}

void AddressSpace::free(Allocation* allocation) {
  releaseZeroed(allocation->state, allocation->size);
  releaseZeroed(allocation->granules, granuleBytes(*allocation));
  releaseZeroed(allocation->visits, visitBytes(*allocation));
  allocation->state = nullptr;
  allocation->granules = nullptr;
  allocation->visits = nullptr;
  allocation->freed = true;
  if (allocation->kind == MemoryKind::Device || allocation->kind == MemoryKind::Managed)
    deviceBytes_ -= allocation->size;
  if (allocation->kind != MemoryKind::Variable) live_--;
  auto at = allocations_.find(allocation->base);
  if (allocation->kind != MemoryKind::Registered) {
    retire(*allocation);
    freed_.emplace_hint(freed_.end(), at->first, std::move(at->second));
  }
  allocations_.erase(at);
}

// What the host may have an address of is closed at once.
void AddressSpace::retire(const Allocation& allocation) {
  retired_.emplace_back(allocation.base, allocation.base + roundedUp(allocation.size) + PAGE);
  bool large = allocation.size >= COMMIT;
  if (allocation.kind != MemoryKind::Device || large || retired_.size() >= RETIRED) closeRetired();
}

void AddressSpace::closeRetired() {
  std::sort(retired_.begin(), retired_.end());
  for (size_t first = 0, next; first < retired_.size(); first = next) {
    next = first + 1;
    while (next < retired_.size() && retired_[next].first == retired_[next - 1].second) next++;
    uint64_t begin = retired_[first].first, end = retired_[next - 1].second;
    mmap((void*)begin, end - begin, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  }
  retired_.clear();
}

void AddressSpace::freeOwnedBy(uint64_t owner) {
  for (auto each = allocations_.begin(); each != allocations_.end();) {
    Allocation* allocation = (each++)->second.get();
    if (allocation->owner == owner) free(allocation);
  }
}

Allocation* AddressSpace::nearest(uint64_t address) {
  Allocation* live = startingBefore(allocations_, address);
  Allocation* freed = startingBefore(freed_, address);
  return !live || (freed && freed->base > live->base) ? freed : live;
}

Allocation* AddressSpace::find(uint64_t address) {
  Allocation* found = startingBefore(allocations_, address);
  return found && found->holds(address, 1) ? found : nullptr;
}

void AddressSpace::markWritten(Allocation* allocation, uint64_t address, uint64_t bytes) {
  if (allocation && allocation->state) std::memset(allocation->state + (address - allocation->base), 1, bytes);
}

Granule* AddressSpace::granulesOf(Allocation* allocation) {
  if (!allocation->granules) allocation->granules = (Granule*)reserveZeroed(granuleBytes(*allocation));
  return allocation->granules;
}

Visits& AddressSpace::visitsOf(Allocation* allocation, uint64_t address) {
  if (!allocation->visits) allocation->visits = (Visits*)reserveZeroed(visitBytes(*allocation));
  return allocation->visits[(address - allocation->base) / Visits::BYTES];
}

Stamp AddressSpace::visit(Allocation* allocation, uint64_t address, uint64_t bytes, const Passing& work, bool write) {
  for (uint64_t at = address, next; at < address + bytes; at = next) {
    next = at + Visits::BYTES - (at - allocation->base) % Visits::BYTES;
    if (Stamp other = emu::visit(visitsOf(allocation, at), work, write)) return other;
  }
  return 0;
}

}  // namespace emu
