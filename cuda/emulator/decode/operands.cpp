// Operands to slots of the register file.
#include "decode/decoder.hpp"
#include "ptx/number.hpp"

namespace emu {
namespace {

struct SpecialName {
  std::string_view name;
  Special special;
};

constexpr SpecialName SPECIALS[] = {
    {"%tid.x", Special::TidX}, {"%tid.y", Special::TidY}, {"%tid.z", Special::TidZ},
    {"%ntid.x", Special::NtidX}, {"%ntid.y", Special::NtidY}, {"%ntid.z", Special::NtidZ},
    {"%ctaid.x", Special::CtaidX}, {"%ctaid.y", Special::CtaidY}, {"%ctaid.z", Special::CtaidZ},
    {"%nctaid.x", Special::NctaidX}, {"%nctaid.y", Special::NctaidY}, {"%nctaid.z", Special::NctaidZ},
    {"%laneid", Special::LaneId}, {"%warpid", Special::WarpId}, {"%nwarpid", Special::NwarpId},
    {"%smid", Special::SmId}, {"%nsmid", Special::NsmId}, {"%gridid", Special::GridId},
    {"%lanemask_eq", Special::LanemaskEq}, {"%lanemask_lt", Special::LanemaskLt},
    {"%lanemask_le", Special::LanemaskLe}, {"%lanemask_gt", Special::LanemaskGt},
    {"%lanemask_ge", Special::LanemaskGe}, {"%dynamic_smem_size", Special::DynamicShared},
    {"%total_smem_size", Special::TotalShared}, {"%clock", Special::Clock},
    {"%clock64", Special::Clock64}, {"%globaltimer", Special::GlobalTimer}};

}  // namespace

const Operand& Decoder::operand(size_t index) const {
  if (index >= at_->operands.size()) fail("too few operands");
  return at_->operands[index];
}

void Decoder::expectOperands(size_t least, size_t most) {
  if (operands() < least) fail("too few operands");
  if (operands() > most) fail("too many operands");
}

uint32_t Decoder::newSlot(uint32_t bytes) {
  uint32_t slot = kernel_.registerBytes;
  kernel_.registerBytes += 32 * bytes;
  return slot;
}

uint32_t Decoder::newPredicateSlot() {
  if (predicatesLeft_ == 0) {
    predicatePage_ = newSlot(4);
    predicatesLeft_ = 32;
  }
  return predicatePage_ + 4 * --predicatesLeft_;
}

uint32_t Decoder::registerSlot(int reg) {
  if (slots_[reg] == NONE)
    slots_[reg] = typeOf(reg) == Type::Pred ? newPredicateSlot() : newSlot(stored(typeOf(reg)));
  return slots_[reg];
}

uint32_t Decoder::constantSlot(uint8_t bytes, uint64_t value) {
  auto [found, fresh] = constants_.try_emplace({bytes, value}, 0);
  if (fresh) {
    found->second = bytes ? newSlot(bytes) : newPredicateSlot();
    kernel_.constants.push_back({found->second, bytes, value});
  }
  return found->second;
}

uint32_t Decoder::specialSlot(const std::string& name, uint8_t bytes) {
  for (const SpecialName& each : SPECIALS) {
    if (each.name != name) continue;
    if (each.special == Special::Clock || each.special == Special::Clock64 || each.special == Special::GlobalTimer)
      fail(name + " can only be moved to a register");
    auto [found, fresh] = specials_.try_emplace({each.special, bytes}, 0);
    if (fresh) {
      found->second = newSlot(bytes);
      kernel_.specials.push_back({found->second, each.special});
      if (bytes == 8) fail("special registers have 32 bits");
    }
    return found->second;
  }
  fail("unknown register " + name);
}

uint64_t Decoder::symbolAddress(const Operand& operand) const {
  if (operand.name == "WARP_SZ") return 32;
  if (auto local = localSymbols_.find(operand.name); local != localSymbols_.end())
    return local->second + (uint64_t)operand.offset;
  if (auto global = symbols_.find(operand.name); global != symbols_.end())
    return global->second + (uint64_t)operand.offset;
  fail("unknown name " + operand.name);
}

uint64_t Decoder::immediate(const Operand& operand, Type type) const {
  if (operand.kind == Operand::Integer) {
    if (isFloat(type)) fail("an integer where a float is needed");
    return operand.bits;
  }
  NumberValue value{true, operand.single, operand.bits};
  if (type == Type::F32) return value.asFloatBits();
  if (type == Type::F64) return value.asDoubleBits();
  if (isBits(type) && sizeOf(type) == (operand.single ? 4 : 8)) return operand.bits;
  fail("a float where an integer is needed");
}

uint32_t Decoder::sourceOf(const Operand& from, Type type, bool mayBeWider, uint8_t& bytes) {
  bytes = stored(type);
  switch (from.kind) {
    case Operand::Register: {
      Type held = typeOf(from.reg);
      if (held == Type::Pred) fail("a predicate where a value is needed");
      if (sizeOf(held) < sizeOf(type) || (!mayBeWider && sizeOf(held) != sizeOf(type)))
        fail("register " + from.name + " has the wrong size");
      bytes = stored(held);
      return registerSlot(from.reg);
    }
    case Operand::Integer: case Operand::Float: return constantSlot(bytes, immediate(from, type));
    case Operand::Special: return specialSlot(from.name, bytes);
    case Operand::Symbol: return constantSlot(bytes, symbolAddress(from));
    default: fail("an operand of the wrong form");
  }
}

uint32_t Decoder::source(size_t index, Type type) {
  uint8_t bytes;
  return sourceOf(operand(index), type, false, bytes);
}

void Decoder::sources(size_t first, size_t count, Type type) {
  for (size_t each = 0; each < count; each++) ins_.slot[first + each] = source(first + each, type);
}

uint32_t Decoder::destinationOf(const Operand& to, Type type, bool mayBeWider, uint8_t& bytes) {
  bytes = stored(type);
  if (to.kind == Operand::Sink) return newSlot(bytes);
  if (to.kind != Operand::Register || typeOf(to.reg) == Type::Pred) fail("a result needs a register");
  Type held = typeOf(to.reg);
  if (sizeOf(held) < sizeOf(type) || (!mayBeWider && sizeOf(held) != sizeOf(type)))
    fail("register " + to.name + " has the wrong size");
  bytes = stored(held);
  return registerSlot(to.reg);
}

uint32_t Decoder::destination(size_t index, Type type) {
  uint8_t bytes;
  return destinationOf(operand(index), type, false, bytes);
}

uint32_t Decoder::predicateSourceOf(const Operand& from, Flag negation) {
  if (from.kind == Operand::Integer) return constantSlot(0, from.bits ? UINT32_MAX : 0);
  if (from.kind != Operand::Register || typeOf(from.reg) != Type::Pred) fail("a predicate is needed");
  if (from.negated) ins_.flags |= negation;
  return registerSlot(from.reg);
}

uint32_t Decoder::predicateSource(size_t index, Flag negation) {
  return predicateSourceOf(operand(index), negation);
}

uint32_t Decoder::predicateDestination(const Operand& to) {
  if (to.kind == Operand::Sink) return newPredicateSlot();
  if (to.kind != Operand::Register || typeOf(to.reg) != Type::Pred || to.negated) fail("a predicate is needed");
  return registerSlot(to.reg);
}

// [register + offset], [name + offset] or [number] into slot 4 and `offset`.
void Decoder::address(size_t index) {
  const Operand& from = operand(index);
  if (from.kind != Operand::Address) fail("an address is needed");
  ins_.offset = from.offset;
  if (from.reg >= 0) {
    Type held = typeOf(from.reg);
    if (sizeOf(held) < 4) fail("an address register has 32 or 64 bits");
    ins_.slot[4] = registerSlot(from.reg);
    ins_.addressBytes = stored(held);
  } else if (!from.name.empty()) {
    Operand symbol = from;
    symbol.offset = 0;
    ins_.offset += (int64_t)symbolAddress(symbol);
  }
}

}  // namespace emu
