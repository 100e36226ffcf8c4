// Operations on single bits and bytes of a register.
#include "execute/handlers.hpp"
#include "execute/lanes.hpp"

namespace emu {
namespace {

template <class T>
void countOnes(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map1<uint32_t, T>(warp, ins, lanes, [](T a) { return (uint32_t)std::popcount(a); });
}
template <class T>
void leadingZeros(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map1<uint32_t, T>(warp, ins, lanes, [](T a) { return (uint32_t)std::countl_zero(a); });
}

template <class T>
T reversed(T value) {
  T result = 0;
  for (size_t bit = 0; bit < 8 * sizeof(T); bit++) result |= (T)((value >> bit & 1) << (8 * sizeof(T) - 1 - bit));
  return result;
}
template <class T>
void reverse(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map1<T, T>(warp, ins, lanes, [](T a) { return reversed(a); });
}

// The highest bit that is not the sign; variant 1 gives the shift that brings it to the top.
template <class T>
void findHighest(Warp& warp, const Instruction& ins, uint32_t lanes) {
  using U = std::make_unsigned_t<T>;
  bool shift = ins.variant == 1;
  map1<uint32_t, T>(warp, ins, lanes, [shift](T a) {
    U bits = std::is_signed_v<T> && a < 0 ? (U)~a : (U)a;
    if (bits == 0) return UINT32_MAX;
    uint32_t leading = (uint32_t)std::countl_zero(bits);
    return shift ? leading : (uint32_t)(8 * sizeof(T) - 1 - leading);
  });
}

template <class T>
void extractField(Warp& warp, const Instruction& ins, uint32_t lanes) {
  using U = std::make_unsigned_t<T>;
  constexpr uint32_t WIDTH = 8 * sizeof(T);
  map3<T, T, uint32_t, uint32_t>(warp, ins, lanes, [](T a, uint32_t b, uint32_t c) -> T {
    uint32_t from = b & 0xff, length = c & 0xff;
    if (length == 0) return 0;
    uint32_t top = std::min(from + length - 1, WIDTH - 1);
    bool fill = std::is_signed_v<T> && ((U)a >> top & 1);
    U shifted = from >= WIDTH ? 0 : (U)a >> from;
    uint32_t kept = from >= WIDTH ? 0 : top - from + 1;
    U low = kept >= WIDTH ? ~(U)0 : ((U)1 << kept) - 1;
    return (T)((shifted & low) | (fill ? ~low : 0));
  });
}

template <class T>
void insertField(Warp& warp, const Instruction& ins, uint32_t lanes) {
  constexpr uint32_t WIDTH = 8 * sizeof(T);
  auto* d = slotOf<Stored<T>>(warp, ins.slot[0]);
  auto* a = slotOf<Stored<T>>(warp, ins.slot[1]);
  auto* b = slotOf<Stored<T>>(warp, ins.slot[2]);
  auto* c = slotOf<uint32_t>(warp, ins.slot[3]);
  auto* e = slotOf<uint32_t>(warp, ins.slot[4]);
  eachLane(lanes, [&](uint32_t lane) {
    uint32_t from = c[lane] & 0xff, length = e[lane] & 0xff;
    T ones = length >= WIDTH ? ~(T)0 : (((T)1 << length) - 1);
    T field = from >= WIDTH ? 0 : ones << from;
    T value = from >= WIDTH ? 0 : (T)a[lane] << from;
    d[lane] = (b[lane] & ~field) | (value & field);
  });
}

// Funnel shift of {b,a}: variant bit 0: right, bit 1: wrap.
void funnel(Warp& warp, const Instruction& ins, uint32_t lanes) {
  bool right = ins.variant & 1, wrap = ins.variant & 2;
  map3<uint32_t, uint32_t, uint32_t, uint32_t>(warp, ins, lanes, [=](uint32_t a, uint32_t b, uint32_t c) {
    uint32_t by = wrap ? c & 31 : std::min(c, 32u);
    uint64_t both = (uint64_t)b << 32 | a;
    return right ? (uint32_t)(both >> by) : (uint32_t)((both << by) >> 32);
  });
}

// d = f(a, b, c) bitwise; the truth table is the immediate in `offset`.
void lookUp(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t table = (uint32_t)ins.offset;
  map3<uint32_t, uint32_t, uint32_t, uint32_t>(warp, ins, lanes, [table](uint32_t a, uint32_t b, uint32_t c) {
    uint32_t d = 0;
    for (uint32_t row = 0; row < 8; row++) {
      uint32_t chosen = (row & 4 ? a : ~a) & (row & 2 ? b : ~b) & (row & 1 ? c : ~c);
      d |= table >> row & 1 ? chosen : 0;
    }
    return d;
  });
}

// Selectors of the modes other than the default, as the PTX manual lists them.
uint32_t selectors(uint32_t mode, uint32_t c) {
  uint32_t at = c & 3;
  switch (mode) {
    case 1: return 0x3210 + 0x1111 * at;                                             // f4e
    case 2: return at == 0 ? 0x5670 : at == 1 ? 0x6701 : at == 2 ? 0x7012 : 0x0123;  // b4e
    case 3: return 0x1111 * at;                                                      // rc8
    case 4: return at == 0 ? 0x3210 : at == 1 ? 0x3211 : at == 2 ? 0x3222 : 0x3333;  // ecl
    case 5: return at == 0 ? 0x0000 : at == 1 ? 0x1110 : at == 2 ? 0x2210 : 0x3210;  // ecr
    default: return (at & 1 ? 0x3232 : 0x1010);                                      // rc16
  }
}

void permute(Warp& warp, const Instruction& ins, uint32_t lanes) {
  uint32_t mode = ins.variant;
  map3<uint32_t, uint32_t, uint32_t, uint32_t>(warp, ins, lanes, [mode](uint32_t a, uint32_t b, uint32_t c) {
    uint64_t both = (uint64_t)b << 32 | a;
    uint32_t select = mode == 0 ? c : selectors(mode, c);
    uint32_t d = 0;
    for (uint32_t byte = 0; byte < 4; byte++) {
      uint32_t nibble = select >> (4 * byte) & 0xf;
      uint32_t value = (uint32_t)(both >> (8 * (nibble & 7))) & 0xff;
      if (mode == 0 && nibble & 8) value = value & 0x80 ? 0xff : 0;
      d |= value << (8 * byte);
    }
    return d;
  });
}

}  // namespace

Handler bitHandler(std::string_view op, Type type) {
  bool bits32 = type == Type::B32, bits64 = type == Type::B64;
  if (op == "popc") return bits32 ? countOnes<uint32_t> : bits64 ? countOnes<uint64_t> : nullptr;
  if (op == "clz") return bits32 ? leadingZeros<uint32_t> : bits64 ? leadingZeros<uint64_t> : nullptr;
  if (op == "brev") return bits32 ? reverse<uint32_t> : bits64 ? reverse<uint64_t> : nullptr;
  if (op == "bfi") return bits32 ? insertField<uint32_t> : bits64 ? insertField<uint64_t> : nullptr;
  if (op == "shf") return bits32 ? funnel : nullptr;
  if (op == "lop3") return bits32 ? lookUp : nullptr;
  if (op == "prmt") return bits32 ? permute : nullptr;
  if (op == "bfind" || op == "bfe") {
    bool find = op == "bfind";
    switch (type) {
      case Type::U32: return find ? findHighest<uint32_t> : extractField<uint32_t>;
      case Type::S32: return find ? findHighest<int32_t> : extractField<int32_t>;
      case Type::U64: return find ? findHighest<uint64_t> : extractField<uint64_t>;
      case Type::S64: return find ? findHighest<int64_t> : extractField<int64_t>;
      default: return nullptr;
    }
  }
  return nullptr;
}

}  // namespace emu
