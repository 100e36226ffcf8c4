// Read-modify-write of memory, and fences.
#include <algorithm>

#include "execute/access.hpp"
#include "execute/floating.hpp"
#include "execute/handlers.hpp"
#include "execute/lanes.hpp"

namespace emu {
namespace {

struct Add { template <class T> static T of(T old, T b, T) { return (T)(old + b); } };
struct Flushing { template <class T> static T of(T old, T b, T) { return flushed(flushed(old) + flushed(b)); } };
struct Exchange { template <class T> static T of(T, T b, T) { return b; } };
struct CompareAndSwap { template <class T> static T of(T old, T b, T c) { return old == b ? c : old; } };
struct Min { template <class T> static T of(T old, T b, T) { return std::min(old, b); } };
struct Max { template <class T> static T of(T old, T b, T) { return std::max(old, b); } };
struct And { template <class T> static T of(T old, T b, T) { return old & b; } };
struct Or { template <class T> static T of(T old, T b, T) { return old | b; } };
struct Xor { template <class T> static T of(T old, T b, T) { return old ^ b; } };
struct Increment { template <class T> static T of(T old, T b, T) { return old >= b ? 0 : old + 1; } };
struct Decrement { template <class T> static T of(T old, T b, T) { return old == 0 || old > b ? b : old - 1; } };

// In place on this thread alone, or against other workers.
template <class Op, class T>
T modify(T* at, T b, T c, bool alone, bool& changed) {
  using S = std::conditional_t<sizeof(T) == 8, uint64_t, std::conditional_t<sizeof(T) == 4, uint32_t, uint16_t>>;
  S* bits = (S*)at;
  S before = alone ? *bits : __atomic_load_n(bits, __ATOMIC_RELAXED);
  for (;;) {
    T old = std::bit_cast<T>(before);
    S after = std::bit_cast<S>(Op::template of<T>(old, b, c));
    if (alone) *bits = after;
    else if (!__atomic_compare_exchange_n(bits, &before, after, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) continue;
    changed |= after != before;
    return old;
  }
}

// atom.add.f32 on global memory flushes subnormals, on shared memory it does not.
template <class T>
T addFloats(T* at, T b, bool flush, bool alone, bool& changed) {
  return flush ? modify<Flushing>(at, b, (T)0, alone, changed) : modify<Add>(at, b, (T)0, alone, changed);
}

void countDepth(Worker& worker, uint32_t lanes, const uint64_t (&host)[LANES]) {
  uint64_t sorted[LANES];
  uint32_t count = 0, run = 1, deepest = 1;
  eachLane(lanes, [&](uint32_t lane) { sorted[count++] = host[lane]; });
  if (!std::is_sorted(sorted, sorted + count)) std::sort(sorted, sorted + count);
  for (uint32_t each = 1; each < count; each++) {
    run = sorted[each] == sorted[each - 1] ? run + 1 : 1;
    deepest = std::max(deepest, run);
  }
  worker.counters.atomicDepth[deepest]++;
}

template <class Op, class T>
void atomic(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint64_t host[LANES];
  locate(warp, ins, lanes, Access::Atomic, host);
  Worker& worker = *warp.worker;
  if (worker.launch->checks.counters) countDepth(worker, lanes, host);
  auto* d = ins.slot[0] == NONE ? nullptr : slotOf<Stored<T>>(warp, ins.slot[0]);
  auto* b = slotOf<Stored<T>>(warp, ins.slot[1]);
  auto* c = ins.slot[2] == NONE ? b : slotOf<Stored<T>>(warp, ins.slot[2]);
  bool alone = worker.alone || ins.space == Space::Shared, changed = false;
  const std::vector<char>& shared = warp.block->shared;
  uint32_t left = lanes;
  while (left) {
    uint32_t lane = worker.descending ? 31 - (uint32_t)__builtin_clz(left) : (uint32_t)__builtin_ctz(left);
    left &= ~(1u << lane);
    T* at = (T*)host[lane];
    T old;
    if constexpr (std::is_floating_point_v<T>) {
      bool flush = sizeof(T) == 4 && host[lane] - (uint64_t)shared.data() >= shared.size();
      old = addFloats(at, unpack<T>(b[lane]), flush, alone, changed);
    } else {
      old = modify<Op>(at, unpack<T>(b[lane]), unpack<T>(c[lane]), alone, changed);
    }
    if (d) d[lane] = pack<T>(old);
  }
  if (changed) worker.idle = 0;
}

template <class Op>
Handler onIntegers(Type type) {
  switch (type) {
    case Type::U32: return atomic<Op, uint32_t>;
    case Type::S32: return atomic<Op, int32_t>;
    case Type::U64: return atomic<Op, uint64_t>;
    case Type::S64: return atomic<Op, int64_t>;
    default: return nullptr;
  }
}

template <class Op>
Handler onBits(Type type) {
  switch (type) {
    case Type::B32: return atomic<Op, uint32_t>;
    case Type::B64: return atomic<Op, uint64_t>;
    default: return nullptr;
  }
}

void fenceOnly(Warp& warp, const Instruction& ins, uint32_t lanes) { fence(warp, lanes, ins.variant == 0); }

}  // namespace

Handler atomicHandler(std::string_view op, Type type) {
  if (op == "add") {
    if (type == Type::F32) return atomic<Add, float>;
    if (type == Type::F64) return atomic<Add, double>;
    // Signed addition wraps: the bits are those of unsigned addition.
    if (type == Type::S32) return atomic<Add, uint32_t>;
    return type == Type::S64 ? nullptr : onIntegers<Add>(type);
  }
  if (op == "min") return onIntegers<Min>(type);
  if (op == "max") return onIntegers<Max>(type);
  if (op == "and") return onBits<And>(type);
  if (op == "or") return onBits<Or>(type);
  if (op == "xor") return onBits<Xor>(type);
  if (op == "exch") return onBits<Exchange>(type);
  if (op == "cas") return type == Type::B16 ? atomic<CompareAndSwap, uint16_t> : onBits<CompareAndSwap>(type);
  if (op == "inc") return type == Type::U32 ? atomic<Increment, uint32_t> : nullptr;
  if (op == "dec") return type == Type::U32 ? atomic<Decrement, uint32_t> : nullptr;
  return nullptr;
}

Handler fenceHandler() { return fenceOnly; }

}  // namespace emu
