// Loads, stores, atomics and fences.
#include "decode/decoder.hpp"

namespace emu {

void Decoder::load() {
  expectOperands(2, 2);
  takeOrder();
  ins_.space = takeSpace();
  takeCacheHints();
  uint8_t lanes = mods_->take("v2") ? 2 : mods_->take("v4") ? 4 : 1;
  Type type = mods_->takeType();
  require(type != Type::Pred, "predicates are not loaded");
  const Operand& to = operand(0);
  require((to.kind == Operand::Vector) == (lanes > 1), "a vector needs {…}");
  require(lanes == 1 || to.parts.size() == lanes, "the vector has the wrong length");
  for (uint8_t each = 0; each < lanes; each++) {
    const Operand& part = lanes == 1 ? to : to.parts[each];
    if (part.kind != Operand::Sink) ins_.slot[each] = destinationOf(part, type, true, ins_.dstBytes);
  }
  ins_.bytes = (uint8_t)sizeOf(type);
  ins_.elements = lanes;
  require(ins_.bytes * lanes <= 16, "an access has 16 bytes at most");
  address(1);
  setHandler(loadHandler(type, ins_.dstBytes));
  bool global = ins_.space == Space::Global || ins_.space == Space::Generic;
  if (global && ins_.order == Order::Strong) kernel_.orderFree = false;
}

void Decoder::store() {
  expectOperands(2, 2);
  takeOrder();
  ins_.space = takeSpace();
  require(ins_.space != Space::Const && ins_.space != Space::Param, "this space is read only");
  takeCacheHints();
  uint8_t lanes = mods_->take("v2") ? 2 : mods_->take("v4") ? 4 : 1;
  Type type = mods_->takeType();
  require(type != Type::Pred, "predicates are not stored");
  address(0);
  const Operand& from = operand(1);
  require((from.kind == Operand::Vector) == (lanes > 1), "a vector needs {…}");
  require(lanes == 1 || from.parts.size() == lanes, "the vector has the wrong length");
  for (uint8_t each = 0; each < lanes; each++)
    ins_.slot[each] = sourceOf(lanes == 1 ? from : from.parts[each], type, true, ins_.srcBytes);
  ins_.bytes = (uint8_t)sizeOf(type);
  ins_.elements = lanes;
  require(ins_.bytes * lanes <= 16, "an access has 16 bytes at most");
  setHandler(storeHandler(ins_.bytes, ins_.srcBytes));
}

void Decoder::atomic() {
  bool returns = mods_->name() == "atom";
  takeOrder();
  ins_.order = Order::Strong;
  ins_.space = takeSpace();
  require(ins_.space == Space::Global || ins_.space == Space::Shared || ins_.space == Space::Generic,
          "atomics are for global and shared memory");
  std::string_view op = mods_->takeOf({"add", "exch", "cas", "min", "max", "and", "or", "xor", "inc", "dec"});
  size_t values = op == "cas" ? 2 : 1;
  expectOperands(values + 1 + returns, values + 1 + returns);
  Type type = mods_->takeType();
  setHandler(atomicHandler(op, type));
  size_t at = 0;
  bool used = returns && operand(0).kind == Operand::Register && readRegisters_.contains(operand(0).reg);
  if (returns) {
    uint32_t slot = destination(at++, type);
    if (used) ins_.slot[0] = slot;
  }
  address(at++);
  ins_.slot[1] = source(at++, type);
  if (values == 2) ins_.slot[2] = source(at++, type);
  ins_.bytes = (uint8_t)sizeOf(type);
  bool anyOrder = !used && !isFloat(type) && op != "exch" && op != "cas" && op != "inc" && op != "dec";
  if (ins_.space != Space::Shared && !anyOrder) kernel_.orderFree = false;
}

void Decoder::fence() {
  expectOperands(0, 0);
  bool inBlock;
  if (mods_->name() == "membar") {
    std::string_view level = mods_->takeOf({"cta", "gl", "sys"});
    require(!level.empty(), "a level is needed");
    inBlock = level == "cta";
  } else {
    mods_->takeOf({"sc", "acq_rel", "acquire", "release"});
    std::string_view scope = mods_->takeOf({"cta", "cluster", "gpu", "sys"});
    require(!scope.empty(), "a scope is needed");
    inBlock = scope == "cta";
  }
  ins_.variant = inBlock;
  setHandler(fenceHandler());
}

void Decoder::prefetch() {
  expectOperands(1, 1);
  takeSpace();
  mods_->takeOf({"L1", "L2", "L2::evict_last", "L2::evict_normal"});
  address(0);
  setHandler(prefetchHandler());
}

}  // namespace emu
