// Comparisons, selections, moves and conversions.
#include "decode/decoder.hpp"

namespace emu {
namespace {

std::string_view takeComparison(Modifiers& mods) {
  return mods.takeOf({"eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ", "neu", "ltu", "leu", "gtu",
                      "geu", "num", "nan"});
}

uint16_t combination(std::string_view name) { return name == "and" ? 1 : name == "or" ? 2 : name == "xor" ? 3 : 0; }

}  // namespace

void Decoder::compare() {
  std::string_view name = takeComparison(*mods_);
  ins_.variant = combination(mods_->takeOf({"and", "or", "xor"}));
  expectOperands(ins_.variant ? 4 : 3, ins_.variant ? 4 : 3);
  if (mods_->take("ftz")) ins_.flags |= FLUSH;
  Type type = mods_->takeType();
  setHandler(compareHandler(name, type));
  const Operand& to = operand(0);
  bool pair = to.kind == Operand::Pair;
  ins_.slot[0] = predicateDestination(pair ? to.parts[0] : to);
  if (pair) ins_.slot[1] = predicateDestination(to.parts[1]);
  ins_.slot[2] = source(1, type);
  ins_.slot[3] = source(2, type);
  if (ins_.variant) ins_.slot[4] = predicateSource(3, NEGATE_C);
}

void Decoder::set() {
  std::string_view name = takeComparison(*mods_);
  ins_.variant = combination(mods_->takeOf({"and", "or", "xor"}));
  expectOperands(ins_.variant ? 4 : 3, ins_.variant ? 4 : 3);
  if (mods_->take("ftz")) ins_.flags |= FLUSH;
  Type to = mods_->takeType(), type = mods_->takeType();
  require(to == Type::U32 || to == Type::S32 || to == Type::F32, "set gives .u32, .s32 or .f32");
  setHandler(emu::setHandler(name, type, to == Type::F32));
  ins_.slot[0] = destination(0, to);
  sources(1, 2, type);
  if (ins_.variant) ins_.slot[3] = predicateSource(3, NEGATE_C);
}

void Decoder::select() {
  expectOperands(4, 4);
  Type type = mods_->takeType();
  require(sizeOf(type) >= 2, "selp is for 16 bits and more");
  setHandler(selectHandler(type));
  ins_.slot[0] = destination(0, type);
  sources(1, 2, type);
  ins_.slot[3] = predicateSource(3, NEGATE_C);
}

void Decoder::selectBySign() {
  expectOperands(4, 4);
  if (mods_->take("ftz")) ins_.flags |= FLUSH;
  Type type = mods_->takeType(), by = mods_->takeType();
  require(by == Type::S32 || by == Type::F32, "slct decides by .s32 or .f32");
  setHandler(selectBySignHandler(type, by == Type::F32));
  ins_.slot[0] = destination(0, type);
  sources(1, 2, type);
  ins_.slot[3] = source(3, by);
}

void Decoder::move() {
  expectOperands(2, 2);
  if (operand(0).kind == Operand::Vector || operand(1).kind == Operand::Vector) return moveParts();
  Type type = mods_->takeType();
  if (type == Type::Pred) {
    setHandler(predicateHandler("mov"));
    ins_.slot[0] = predicateDestination(operand(0));
    ins_.slot[1] = predicateSource(1, NEGATE_A);
    return;
  }
  const std::string& name = operand(1).name;
  if (name == "%clock" || name == "%clock64" || name == "%globaltimer") {
    setHandler(clockHandler());
    ins_.slot[0] = destination(0, type);
    ins_.dstBytes = stored(type);
    kernel_.orderFree = false;
    return;
  }
  require(sizeOf(type) >= 2, "mov is for 16 bits and more");
  setHandler(moveHandler(stored(type)));
  ins_.slot[0] = destination(0, type);
  ins_.slot[1] = source(1, type);
}

void Decoder::moveParts() {
  Type type = mods_->takeType();
  require(isBits(type), "parts are moved as .b32 or .b64");
  bool packs = operand(1).kind == Operand::Vector;
  const Operand& parts = operand(packs ? 1 : 0);
  ins_.elements = (uint8_t)parts.parts.size();
  require(ins_.elements == 2 || ins_.elements == 4, "two or four parts");
  uint32_t bytes = sizeOf(type) / ins_.elements;
  ins_.variant = (uint16_t)bytes;
  Type part = bytes == 4 ? Type::B32 : bytes == 2 ? Type::B16 : Type::B8;
  require(bytes >= 2, "parts have 16 bits or more");
  setHandler(packs ? packHandler() : unpackHandler());
  if (packs) {
    ins_.slot[0] = destination(0, type);
    ins_.dstBytes = stored(type);
    for (size_t each = 0; each < ins_.elements; each++)
      ins_.slot[1 + each] = sourceOf(parts.parts[each], part, false, ins_.srcBytes);
  } else {
    for (size_t each = 0; each < ins_.elements; each++)
      if (parts.parts[each].kind != Operand::Sink)
        ins_.slot[each] = destinationOf(parts.parts[each], part, false, ins_.dstBytes);
    ins_.dstBytes = 4;
    ins_.slot[4] = source(1, type);
    ins_.srcBytes = stored(type);
  }
}

void Decoder::convert() {
  expectOperands(2, 2);
  bool integerRounding = false;
  ins_.rounding = takeIntegerRounding(integerRounding);
  bool floatRounding = mods_->has("rn") || mods_->has("rz") || mods_->has("rm") || mods_->has("rp");
  if (floatRounding) ins_.rounding = takeRounding();
  takeFloatFlags();
  Type to = mods_->takeType(), from = mods_->takeType();
  require(to != Type::Pred && from != Type::Pred && !isBits(to) && !isBits(from), "cvt needs numbers");
  bool toInteger = isFloat(from) && !isFloat(to), inPlace = to == from && isFloat(to);
  require(!integerRounding || toInteger || inPlace, "integer rounding is for floats");
  require(!toInteger || integerRounding, "integer rounding is needed");
  bool loses = (isFloat(to) && !isFloat(from)) || (to == Type::F32 && from == Type::F64);
  require(!loses || floatRounding, "rounding is needed");
  setHandler(convertHandler(to, from, integerRounding));
  ins_.slot[0] = destinationOf(operand(0), to, !isFloat(to), ins_.dstBytes);
  ins_.slot[1] = sourceOf(operand(1), from, !isFloat(from), ins_.srcBytes);
}

void Decoder::convertAddress() {
  expectOperands(2, 2);
  bool to = mods_->take("to");
  ins_.space = takeSpace();
  require(ins_.space != Space::Generic, "a state space is needed");
  Type type = mods_->takeType();
  require(type == Type::U64 || type == Type::B64, "addresses have 64 bits");
  setHandler(to ? fromGenericHandler() : toGenericHandler(8));
  ins_.slot[0] = destination(0, type);
  ins_.slot[1] = source(1, type);
  ins_.dstBytes = ins_.srcBytes = 8;
  // Most often there is nothing to do but to copy.
  if (ins_.space == Space::Global || ins_.space == Space::Const) ins_.handler = moveHandler(8);
}

void Decoder::isSpace() {
  expectOperands(2, 2);
  ins_.space = takeSpace();
  setHandler(isSpaceHandler());
  ins_.slot[0] = predicateDestination(operand(0));
  ins_.slot[1] = source(1, Type::U64);
}

}  // namespace emu
