// Arithmetic, logic and bit operations.
#include "decode/decoder.hpp"

namespace emu {
namespace {

bool isWide(Type type) { return sizeOf(type) == 8; }

// The type with twice the bits.
Type doubled(Type type) {
  switch (type) {
    case Type::U16: return Type::U32;
    case Type::S16: return Type::S32;
    case Type::U32: return Type::U64;
    default: return Type::S64;
  }
}

}  // namespace

void Decoder::arithmetic() {
  expectOperands(3, 3);
  std::string op(mods_->name());
  bool carries = op.ends_with("c") || mods_->has("cc");
  if (carries) {
    bool in = op.ends_with("c");
    Type type = mods_->takeType();
    ins_.flags = (uint16_t)((in ? CARRY_IN : 0) | (mods_->take("cc") ? CARRY_OUT : 0));
    return carry(op.substr(0, 3), "", type, 2);
  }
  Type type = mods_->takeType();
  if (isFloat(type)) return floatArithmetic(type);
  bool saturate = mods_->take("sat");
  setHandler(integerHandler(saturate ? op + ".sat" : op, type));
  ins_.slot[0] = destination(0, type);
  sources(1, 2, type);
}

void Decoder::carry(std::string_view op, std::string_view part, Type type, size_t count) {
  setHandler(carryHandler(op, part, type));
  ins_.slot[0] = destination(0, type);
  sources(1, count, type);
}

void Decoder::floatArithmetic(Type type) {
  ins_.rounding = takeRounding();
  takeFloatFlags();
  require(type == Type::F32 || ins_.flags == 0, ".ftz and .sat are for .f32");
  setHandler(floatHandler(mods_->name(), type));
  ins_.slot[0] = destination(0, type);
  sources(1, operands() - 1, type);
}

void Decoder::multiply() {
  std::string op(mods_->name());
  bool in = op == "madc";
  if (in) op = "mad";
  size_t count = op == "mad" ? 3 : 2;
  expectOperands(count + 1, count + 1);
  std::string_view part = mods_->takeOf({"lo", "hi", "wide"});
  bool out = mods_->take("cc");
  Type type = mods_->takeType();
  if (isFloat(type)) {
    require(part.empty() && !in && !out, "parts and carries are for integers");
    return floatArithmetic(type);
  }
  require(!part.empty(), ".lo, .hi or .wide is needed");
  if (in || out) {
    ins_.flags = (uint16_t)((in ? CARRY_IN : 0) | (out ? CARRY_OUT : 0));
    return carry(op, part, type, count);
  }
  setHandler(multiplyHandler(op, part, type));
  Type result = part == "wide" ? doubled(type) : type;
  ins_.slot[0] = destination(0, result);
  sources(1, 2, type);
  if (count == 3) ins_.slot[3] = source(3, result);
}

void Decoder::fused() {
  expectOperands(4, 4);
  Type type = mods_->takeType();
  require(isFloat(type), "fma is for floats");
  floatArithmetic(type);
}

void Decoder::divide() {
  expectOperands(3, 3);
  Type type = mods_->takeType();
  if (isFloat(type)) {
    require(mods_->name() == "div", "rem is for integers");
    // The approximations may be as good as the quotient itself.
    if (!mods_->takeOf({"approx", "full"}).empty()) require(type == Type::F32, ".approx is for .f32");
    return floatArithmetic(type);
  }
  setHandler(integerHandler(mods_->name(), type));
  ins_.slot[0] = destination(0, type);
  sources(1, 2, type);
}

void Decoder::root() {
  if (mods_->has("approx")) return approximate();
  expectOperands(2, 2);
  Type type = mods_->takeType();
  require(isFloat(type), "this is for floats");
  floatArithmetic(type);
}

void Decoder::approximate() {
  expectOperands(2, 2);
  Type type = mods_->takeType();
  require(mods_->take("approx"), ".approx is needed");
  takeFloatFlags();
  require(!isWide(type) || ins_.flags == FLUSH, ".approx.f64 needs .ftz");
  setHandler(approximateHandler(mods_->name(), type));
  ins_.slot[0] = destination(0, type);
  sources(1, 1, type);
}

void Decoder::minMax() {
  expectOperands(3, 3);
  Type type = mods_->takeType();
  std::string op(mods_->name());
  if (!isFloat(type)) {
    setHandler(integerHandler(op, type));
  } else {
    bool nan = mods_->take("NaN");
    takeFloatFlags();
    require(type == Type::F32 || (ins_.flags == 0 && !nan), ".ftz and .NaN are for .f32");
    require(!(ins_.flags & SATURATE), ".sat is not for min and max");
    setHandler(floatHandler(nan ? op + ".NaN" : op, type));
  }
  ins_.slot[0] = destination(0, type);
  sources(1, 2, type);
}

void Decoder::sumOfDifferences() {
  expectOperands(4, 4);
  Type type = mods_->takeType();
  setHandler(integerHandler("sad", type));
  ins_.slot[0] = destination(0, type);
  sources(1, 3, type);
}

void Decoder::copySign() {
  expectOperands(3, 3);
  Type type = mods_->takeType();
  setHandler(floatHandler("copysign", type));
  ins_.slot[0] = destination(0, type);
  sources(1, 2, type);
}

void Decoder::unaryArithmetic() {
  expectOperands(2, 2);
  Type type = mods_->takeType();
  if (isFloat(type) && mods_->take("ftz")) ins_.flags |= FLUSH;
  setHandler(isFloat(type) ? floatHandler(mods_->name(), type) : integerHandler(mods_->name(), type));
  ins_.slot[0] = destination(0, type);
  sources(1, 1, type);
}

void Decoder::logic() {
  std::string_view op = mods_->name();
  bool single = op == "not" || op == "cnot";
  expectOperands(single ? 2 : 3, single ? 2 : 3);
  Type type = mods_->takeType();
  if (type == Type::Pred) {
    setHandler(predicateHandler(op));
    ins_.slot[0] = predicateDestination(operand(0));
    ins_.slot[1] = predicateSource(1, NEGATE_A);
    if (!single) ins_.slot[2] = predicateSource(2, NEGATE_C);
    return;
  }
  setHandler(integerHandler(op, type));
  ins_.slot[0] = destination(0, type);
  sources(1, operands() - 1, type);
}

void Decoder::shift() {
  expectOperands(3, 3);
  Type type = mods_->takeType();
  setHandler(integerHandler(mods_->name(), type));
  ins_.slot[0] = destination(0, type);
  ins_.slot[1] = source(1, type);
  ins_.slot[2] = source(2, Type::U32);
}

void Decoder::bits() {
  expectOperands(2, 2);
  Type type = mods_->takeType();
  setHandler(bitHandler(mods_->name(), type));
  ins_.slot[0] = destination(0, mods_->name() == "brev" ? type : Type::U32);
  ins_.slot[1] = source(1, type);
}

void Decoder::findHighestBit() {
  expectOperands(2, 2);
  Type type = mods_->takeType();
  ins_.variant = mods_->take("shiftamt");
  setHandler(bitHandler("bfind", type));
  ins_.slot[0] = destination(0, Type::U32);
  ins_.slot[1] = source(1, type);
}

void Decoder::bitField() {
  bool insert = mods_->name() == "bfi";
  expectOperands(insert ? 5 : 4, insert ? 5 : 4);
  Type type = mods_->takeType();
  setHandler(bitHandler(mods_->name(), type));
  ins_.slot[0] = destination(0, type);
  size_t at = 1;
  for (; at < (insert ? 3u : 2u); at++) ins_.slot[at] = source(at, type);
  for (; at < operands(); at++) ins_.slot[at] = source(at, Type::U32);
}

void Decoder::funnelShift() {
  expectOperands(4, 4);
  std::string_view direction = mods_->takeOf({"l", "r"}), mode = mods_->takeOf({"clamp", "wrap"});
  require(!direction.empty() && !mode.empty(), ".l or .r, and .clamp or .wrap, are needed");
  ins_.variant = (uint16_t)((direction == "r") | (mode == "wrap") << 1);
  Type type = mods_->takeType();
  setHandler(bitHandler("shf", type));
  ins_.slot[0] = destination(0, type);
  sources(1, 3, type);
}

void Decoder::lookUpTable() {
  expectOperands(5, 5);
  Type type = mods_->takeType();
  setHandler(bitHandler("lop3", type));
  ins_.slot[0] = destination(0, type);
  sources(1, 3, type);
  require(operand(4).kind == Operand::Integer, "the table is a constant");
  ins_.offset = (int64_t)operand(4).bits;
}

void Decoder::permute() {
  expectOperands(4, 4);
  static constexpr std::string_view MODES[] = {"", "f4e", "b4e", "rc8", "ecl", "ecr", "rc16"};
  for (uint16_t mode = 1; mode < 7; mode++)
    if (mods_->take(MODES[mode])) ins_.variant = mode;
  Type type = mods_->takeType();
  setHandler(bitHandler("prmt", type));
  ins_.slot[0] = destination(0, type);
  sources(1, 3, type);
}

}  // namespace emu
