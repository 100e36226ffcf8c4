// Loads, stores, and conversions between address spaces.
#include "execute/access.hpp"
#include "execute/handlers.hpp"
#include "execute/lanes.hpp"

namespace emu {
namespace {

template <class M, class D>
void load(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint64_t host[LANES];
  locate(warp, ins, lanes, Access::Load, host);
  for (uint32_t each = 0; each < ins.elements; each++) {
    if (ins.slot[each] == NONE) continue;
    D* d = slotOf<D>(warp, ins.slot[each]);
    forLanes(lanes, [&](uint32_t lane) { d[lane] = (D)((const M*)host[lane])[each]; });
  }
}

// Where lanes write the same place, the last in the schedule's order stays.
template <class F>
void inOrder(const Worker& worker, uint32_t lanes, F f) {
  if (!worker.descending) return eachLane(lanes, f);
  while (lanes) {
    uint32_t lane = 31 - (uint32_t)__builtin_clz(lanes);
    lanes &= ~(1u << lane);
    f(lane);
  }
}

template <class M, class S>
void store(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint64_t host[LANES];
  locate(warp, ins, lanes, Access::Store, host);
  for (uint32_t each = 0; each < ins.elements; each++) {
    S* s = slotOf<S>(warp, ins.slot[each]);
    inOrder(*warp.worker, lanes, [&](uint32_t lane) { ((M*)host[lane])[each] = (M)s[lane]; });
  }
  warp.worker->idle = 0;
}

uint64_t windowOf(Warp& warp, Space space, uint32_t lane) {
  switch (space) {
    case Space::Shared: return (uint64_t)warp.block->shared.data();
    case Space::Local: return (uint64_t)warp.block->localOf(warp, lane);
    case Space::Param: return (uint64_t)warp.block->launch->params.data();
    default: return 0;
  }
}

void toGeneric(Warp& warp, const Instruction& ins, uint32_t lanes) {
  eachLane(lanes, [&](uint32_t lane) {
    uint64_t address = laneBits(warp, ins.slot[1], ins.srcBytes, lane);
    setLaneBits(warp, ins.slot[0], ins.dstBytes, lane, address + windowOf(warp, ins.space, lane));
  });
}

void fromGeneric(Warp& warp, const Instruction& ins, uint32_t lanes) {
  eachLane(lanes, [&](uint32_t lane) {
    uint64_t address = laneBits(warp, ins.slot[1], ins.srcBytes, lane);
    setLaneBits(warp, ins.slot[0], ins.dstBytes, lane, address - windowOf(warp, ins.space, lane));
  });
}

void isSpace(Warp& warp, const Instruction& ins, uint32_t lanes) {
  Block& block = *warp.block;
  auto* a = slotOf<uint64_t>(warp, ins.slot[1]);
  uint32_t result = maskOf(lanes, [&](uint32_t lane) {
    bool shared = a[lane] - (uint64_t)block.shared.data() < block.shared.size();
    bool local = a[lane] - (uint64_t)block.local.data() < block.local.size();
    if (ins.space == Space::Shared) return shared;
    if (ins.space == Space::Local) return local;
    Allocation* found = shared || local ? nullptr : block.launch->memory->find(a[lane]);
    return ins.space == Space::Global && found != nullptr;
  });
  setPredicate(warp, ins.slot[0], lanes, result);
}

void nothing(Warp&, const Instruction&, uint32_t) {}

template <class D>
Handler loadInto(Type type) {
  switch (type) {
    case Type::B8: case Type::U8: return load<uint8_t, D>;
    case Type::S8: return load<int8_t, D>;
    case Type::B16: case Type::U16: return load<uint16_t, D>;
    case Type::S16: return load<int16_t, D>;
    case Type::B32: case Type::U32: case Type::F32: return load<uint32_t, D>;
    case Type::S32: return load<int32_t, D>;
    case Type::B64: case Type::U64: case Type::S64: case Type::F64:
      return sizeof(D) == 8 ? load<uint64_t, D> : nullptr;
    default: return nullptr;
  }
}

template <class S>
Handler storeFrom(uint8_t bytes) {
  switch (bytes) {
    case 1: return store<uint8_t, S>;
    case 2: return store<uint16_t, S>;
    case 4: return store<uint32_t, S>;
    default: return sizeof(S) == 8 ? store<uint64_t, S> : nullptr;
  }
}

}  // namespace

Handler loadHandler(Type type, uint8_t dstBytes) {
  return dstBytes == 8 ? loadInto<uint64_t>(type) : loadInto<uint32_t>(type);
}

Handler storeHandler(uint8_t bytes, uint8_t srcBytes) {
  return srcBytes == 8 ? storeFrom<uint64_t>(bytes) : storeFrom<uint32_t>(bytes);
}

Handler toGenericHandler(uint8_t) { return toGeneric; }
Handler fromGenericHandler() { return fromGeneric; }
Handler isSpaceHandler() { return isSpace; }
Handler prefetchHandler() { return nothing; }

}  // namespace emu
