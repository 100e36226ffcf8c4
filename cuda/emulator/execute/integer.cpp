// Integer arithmetic and logic.
#include "execute/handlers.hpp"
#include "execute/lanes.hpp"

namespace emu {
namespace {

template <class T>
using Unsigned = std::make_unsigned_t<T>;

// Unsigned arithmetic wraps; narrow types are promoted to int, so cast back.
struct Add { template <class T> static T of(T a, T b) { return (T)((Unsigned<T>)a + (Unsigned<T>)b); } };
struct Sub { template <class T> static T of(T a, T b) { return (T)((Unsigned<T>)a - (Unsigned<T>)b); } };
struct Min { template <class T> static T of(T a, T b) { return a < b ? a : b; } };
struct Max { template <class T> static T of(T a, T b) { return a > b ? a : b; } };
struct And { template <class T> static T of(T a, T b) { return (T)(a & b); } };
struct Or { template <class T> static T of(T a, T b) { return (T)(a | b); } };
struct Xor { template <class T> static T of(T a, T b) { return (T)(a ^ b); } };

// PTX leaves division by zero to the machine; GPUs give all ones. MIN / -1 wraps.
struct Div {
  template <class T> static T of(T a, T b) {
    if (b == 0) return (T)-1;
    if (std::is_signed_v<T> && b == (T)-1) return (T)(0 - (Unsigned<T>)a);
    return (T)(a / b);
  }
};
struct Rem {
  template <class T> static T of(T a, T b) {
    if (b == 0) return (T)-1;
    if (std::is_signed_v<T> && b == (T)-1) return 0;
    return (T)(a % b);
  }
};

struct Abs { template <class T> static T of(T a) { return a < 0 ? (T)(0 - (Unsigned<T>)a) : a; } };
struct Neg { template <class T> static T of(T a) { return (T)(0 - (Unsigned<T>)a); } };
struct Not { template <class T> static T of(T a) { return (T)~a; } };
struct Cnot { template <class T> static T of(T a) { return a == 0 ? 1 : 0; } };
struct Sad {
  template <class T> static T of(T a, T b, T c) {
    Unsigned<T> apart = a < b ? (Unsigned<T>)b - (Unsigned<T>)a : (Unsigned<T>)a - (Unsigned<T>)b;
    return (T)((Unsigned<T>)c + apart);
  }
};

// Shifts past the width give 0, or the sign.
template <class T>
void shiftLeft(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map2<T, T, uint32_t>(warp, ins, lanes, [](T a, uint32_t by) -> T {
    return by >= 8 * sizeof(T) ? 0 : (T)((Unsigned<T>)a << by);
  });
}
template <class T>
void shiftRight(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map2<T, T, uint32_t>(warp, ins, lanes, [](T a, uint32_t by) -> T {
    constexpr uint32_t WIDTH = 8 * sizeof(T);
    if (std::is_signed_v<T>) return (T)(a >> (by >= WIDTH ? WIDTH - 1 : by));
    return by >= WIDTH ? 0 : (T)(a >> by);
  });
}

void addSaturated(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map2<int32_t, int32_t, int32_t>(warp, ins, lanes, [](int32_t a, int32_t b) {
    int64_t sum = (int64_t)a + b;
    return (int32_t)(sum > INT32_MAX ? INT32_MAX : sum < INT32_MIN ? INT32_MIN : sum);
  });
}
void subSaturated(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map2<int32_t, int32_t, int32_t>(warp, ins, lanes, [](int32_t a, int32_t b) {
    int64_t difference = (int64_t)a - b;
    return (int32_t)(difference > INT32_MAX ? INT32_MAX : difference < INT32_MIN ? INT32_MIN : difference);
  });
}

template <class Op, class T>
void unary(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map1<T, T>(warp, ins, lanes, [](T a) { return Op::template of<T>(a); });
}
template <class Op, class T>
void binary(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map2<T, T, T>(warp, ins, lanes, [](T a, T b) { return Op::template of<T>(a, b); });
}
template <class Op, class T>
void ternary(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map3<T, T, T, T>(warp, ins, lanes, [](T a, T b, T c) { return Op::template of<T>(a, b, c); });
}

template <class Op>
Handler arithmetic(Type type) {
  switch (type) {
    case Type::U16: return binary<Op, uint16_t>;
    case Type::S16: return binary<Op, int16_t>;
    case Type::U32: return binary<Op, uint32_t>;
    case Type::S32: return binary<Op, int32_t>;
    case Type::U64: return binary<Op, uint64_t>;
    case Type::S64: return binary<Op, int64_t>;
    default: return nullptr;
  }
}

template <class Op>
Handler logic(Type type) {
  switch (type) {
    case Type::B16: return binary<Op, uint16_t>;
    case Type::B32: return binary<Op, uint32_t>;
    case Type::B64: return binary<Op, uint64_t>;
    default: return nullptr;
  }
}

template <class Op>
Handler complement(Type type) {
  switch (type) {
    case Type::B16: return unary<Op, uint16_t>;
    case Type::B32: return unary<Op, uint32_t>;
    case Type::B64: return unary<Op, uint64_t>;
    default: return nullptr;
  }
}

template <class Op>
Handler signedOnly(Type type) {
  switch (type) {
    case Type::S16: return unary<Op, int16_t>;
    case Type::S32: return unary<Op, int32_t>;
    case Type::S64: return unary<Op, int64_t>;
    default: return nullptr;
  }
}

Handler differences(Type type) {
  switch (type) {
    case Type::U16: return ternary<Sad, uint16_t>;
    case Type::S16: return ternary<Sad, int16_t>;
    case Type::U32: return ternary<Sad, uint32_t>;
    case Type::S32: return ternary<Sad, int32_t>;
    case Type::U64: return ternary<Sad, uint64_t>;
    case Type::S64: return ternary<Sad, int64_t>;
    default: return nullptr;
  }
}

Handler left(Type type) {
  switch (type) {
    case Type::B16: return shiftLeft<uint16_t>;
    case Type::B32: return shiftLeft<uint32_t>;
    case Type::B64: return shiftLeft<uint64_t>;
    default: return nullptr;
  }
}

Handler right(Type type) {
  switch (type) {
    case Type::B16: case Type::U16: return shiftRight<uint16_t>;
    case Type::S16: return shiftRight<int16_t>;
    case Type::B32: case Type::U32: return shiftRight<uint32_t>;
    case Type::S32: return shiftRight<int32_t>;
    case Type::B64: case Type::U64: return shiftRight<uint64_t>;
    case Type::S64: return shiftRight<int64_t>;
    default: return nullptr;
  }
}

}  // namespace

Handler integerHandler(std::string_view op, Type type) {
  if (op == "add") return arithmetic<Add>(type);
  if (op == "sub") return arithmetic<Sub>(type);
  if (op == "min") return arithmetic<Min>(type);
  if (op == "max") return arithmetic<Max>(type);
  if (op == "div") return arithmetic<Div>(type);
  if (op == "rem") return arithmetic<Rem>(type);
  if (op == "and") return logic<And>(type);
  if (op == "or") return logic<Or>(type);
  if (op == "xor") return logic<Xor>(type);
  if (op == "not") return complement<Not>(type);
  if (op == "cnot") return complement<Cnot>(type);
  if (op == "abs") return signedOnly<Abs>(type);
  if (op == "neg") return signedOnly<Neg>(type);
  if (op == "sad") return differences(type);
  if (op == "shl") return left(type);
  if (op == "shr") return right(type);
  if (op == "add.sat") return type == Type::S32 ? addSaturated : nullptr;
  if (op == "sub.sat") return type == Type::S32 ? subSaturated : nullptr;
  return nullptr;
}

}  // namespace emu
