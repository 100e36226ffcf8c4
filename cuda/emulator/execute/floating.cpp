// Float arithmetic that IEEE 754 defines.
#include "execute/floating.hpp"

#include "execute/handlers.hpp"
#include "execute/lanes.hpp"
#include "execute/rounding.hpp"

namespace emu {
namespace {

struct Add { template <class T> static T of(T a, T b) { return a + b; } };
struct Sub { template <class T> static T of(T a, T b) { return a - b; } };
struct Mul { template <class T> static T of(T a, T b) { return a * b; } };
struct Div { template <class T> static T of(T a, T b) { return a / b; } };
struct Fma { template <class T> static T of(T a, T b, T c) { return std::fma(a, b, c); } };
struct Sqrt { template <class T> static T of(T a) { return std::sqrt(a); } };
struct Reciprocal { template <class T> static T of(T a) { return 1 / a; } };

// A NaN operand gives the other one; -0.0 is less than +0.0.
struct Min {
  template <class T> static T of(T a, T b) {
    if (a != a) return b;
    if (b != b) return a;
    return a == b ? (std::signbit(a) ? a : b) : a < b ? a : b;
  }
};
struct Max {
  template <class T> static T of(T a, T b) {
    if (a != a) return b;
    if (b != b) return a;
    return a == b ? (std::signbit(a) ? b : a) : a > b ? a : b;
  }
};
template <class Op>
struct OrNan {
  template <class T> static T of(T a, T b) { return a != a ? a : b != b ? b : Op::template of<T>(a, b); }
};

// Only the sign bit changes, of NaNs too.
struct Abs { template <class T> static T of(T a) { return std::fabs(a); } };
struct Neg { template <class T> static T of(T a) { return -a; } };
struct CopySign { template <class T> static T of(T a, T b) { return std::copysign(b, a); } };

bool plain(const Instruction& ins) {
  return ins.rounding == Rounding::Nearest && !(ins.flags & (FLUSH | SATURATE));
}

template <class Op, class T>
void unary(Warp& warp, const Instruction& ins, uint32_t lanes) {
  if (plain(ins)) return map1<T, T>(warp, ins, lanes, [](T a) { return canonical(Op::template of<T>(a)); });
  RoundingScope scope(ins.rounding);
  map1<T, T>(warp, ins, lanes, [&](T a) { return result(Op::template of<T>(operand(a, ins.flags)), ins.flags); });
}

template <class Op, class T>
void binary(Warp& warp, const Instruction& ins, uint32_t lanes) {
  if (plain(ins))
    return map2<T, T, T>(warp, ins, lanes, [](T a, T b) { return canonical(Op::template of<T>(a, b)); });
  RoundingScope scope(ins.rounding);
  map2<T, T, T>(warp, ins, lanes, [&](T a, T b) {
    return result(Op::template of<T>(operand(a, ins.flags), operand(b, ins.flags)), ins.flags);
  });
}

template <class Op, class T>
void ternary(Warp& warp, const Instruction& ins, uint32_t lanes) {
  if (plain(ins))
    return map3<T, T, T, T>(warp, ins, lanes, [](T a, T b, T c) { return canonical(Op::template of<T>(a, b, c)); });
  RoundingScope scope(ins.rounding);
  map3<T, T, T, T>(warp, ins, lanes, [&](T a, T b, T c) {
    return result(Op::template of<T>(operand(a, ins.flags), operand(b, ins.flags), operand(c, ins.flags)), ins.flags);
  });
}

template <class Op, class T>
void signOnly(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map1<T, T>(warp, ins, lanes, [&](T a) { return Op::template of<T>(operand(a, ins.flags)); });
}

template <class T>
void copySign(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map2<T, T, T>(warp, ins, lanes, [](T a, T b) { return CopySign::of<T>(a, b); });
}

template <class T>
Handler named(std::string_view op) {
  if (op == "add") return binary<Add, T>;
  if (op == "sub") return binary<Sub, T>;
  if (op == "mul") return binary<Mul, T>;
  if (op == "div") return binary<Div, T>;
  if (op == "fma" || op == "mad") return ternary<Fma, T>;
  if (op == "sqrt") return unary<Sqrt, T>;
  if (op == "rcp") return unary<Reciprocal, T>;
  if (op == "min") return binary<Min, T>;
  if (op == "max") return binary<Max, T>;
  if (op == "min.NaN") return binary<OrNan<Min>, T>;
  if (op == "max.NaN") return binary<OrNan<Max>, T>;
  if (op == "abs") return signOnly<Abs, T>;
  if (op == "neg") return signOnly<Neg, T>;
  if (op == "copysign") return copySign<T>;
  return nullptr;
}

}  // namespace

Handler floatHandler(std::string_view op, Type type) {
  return type == Type::F32 ? named<float>(op) : type == Type::F64 ? named<double>(op) : nullptr;
}

}  // namespace emu
