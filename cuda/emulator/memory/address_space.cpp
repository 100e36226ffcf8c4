#include "memory/address_space.hpp"

#include <sys/mman.h>

#include <cstring>

#include "report/text.hpp"

namespace emu {
namespace {

constexpr uint64_t PAGE = 4096;

uint64_t roundedUp(uint64_t bytes) { return (bytes + PAGE - 1) / PAGE * PAGE; }
uint64_t granuleBytes(const Allocation& allocation) { return (allocation.size / 4 + 2) * sizeof(Granule); }

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
  void* memory = mmap(nullptr, roundedUp(bytes), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

void releaseZeroed(void* memory, uint64_t bytes) {
  if (memory) munmap(memory, roundedUp(bytes));
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
      return;
    }
  }
  reservedBytes_ = 0;
}

AddressSpace::~AddressSpace() {
  for (auto& [base, allocation] : allocations_)
    if (!allocation->freed) free(allocation.get());
  if (reserved_) munmap((void*)reserved_, reservedBytes_);
}

Allocation* AddressSpace::allocate(uint64_t size, MemoryKind kind, uint64_t owner, bool tracked) {
  uint64_t pages = roundedUp(size);
  if (pages < size || next_ + pages + PAGE > reserved_ + reservedBytes_) return nullptr;
  if (mprotect((void*)next_, pages, PROT_READ | PROT_WRITE) != 0) return nullptr;
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
  next_ += pages + PAGE;  // a page that nobody may touch stays between
  if (kind == MemoryKind::Device || kind == MemoryKind::Managed) deviceBytes_ += size;
  if (kind != MemoryKind::Variable) live_++;
  Allocation* made = fresh.get();
  allocations_[made->base] = std::move(fresh);
  return made;
}

Allocation* AddressSpace::registerHost(uint64_t base, uint64_t size, uint64_t owner) {
  Allocation* before = nearest(base + size - 1);
  if (before && !before->freed && before->base + before->size > base) return nullptr;
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
  allocation->state = nullptr;
  allocation->granules = nullptr;
  allocation->freed = true;
  if (allocation->kind == MemoryKind::Device || allocation->kind == MemoryKind::Managed)
    deviceBytes_ -= allocation->size;
  if (allocation->kind != MemoryKind::Variable) live_--;
  if (allocation->kind == MemoryKind::Registered) {
    allocations_.erase(allocation->base);
  } else {
    mmap((void*)allocation->base, roundedUp(allocation->size), PROT_NONE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  }
}

void AddressSpace::freeOwnedBy(uint64_t owner) {
  for (auto each = allocations_.begin(); each != allocations_.end();) {
    Allocation* allocation = (each++)->second.get();
    if (allocation->owner == owner && !allocation->freed) free(allocation);
  }
}

Allocation* AddressSpace::nearest(uint64_t address) {
  auto after = allocations_.upper_bound(address);
  return after == allocations_.begin() ? nullptr : std::prev(after)->second.get();
}

Allocation* AddressSpace::find(uint64_t address) {
  Allocation* found = nearest(address);
  return found && !found->freed && found->holds(address, 1) ? found : nullptr;
}

void AddressSpace::markWritten(Allocation* allocation, uint64_t address, uint64_t bytes) {
  if (allocation && allocation->state) std::memset(allocation->state + (address - allocation->base), 1, bytes);
}

Granule* AddressSpace::granulesOf(Allocation* allocation) {
  if (!allocation->granules) allocation->granules = (Granule*)reserveZeroed(granuleBytes(*allocation));
  return allocation->granules;
}

}  // namespace emu
