// Branches, barriers, and what threads of a warp do together.
#include "decode/decoder.hpp"

namespace emu {

void Decoder::branch() {
  expectOperands(1, 1);
  mods_->take("uni");
  const Operand& to = operand(0);
  if (to.kind != Operand::Symbol) fail("a label is needed");
  auto [from, end] = function_.labels.equal_range(to.name);
  for (int scope = at_->scope; scope >= 0; scope = function_.scopeParents[scope])
    for (auto each = from; each != end; ++each)
      if (each->second.scope == scope) {
        ins_.kind = Kind::Branch;
        ins_.target = each->second.statement;
        return;
      }
  fail("unknown label " + to.name);
}

void Decoder::leave() {
  expectOperands(0, 0);
  mods_->take("uni");
  ins_.kind = Kind::Exit;
}

void Decoder::ignore() { mods_->take("mask"); setHandler(prefetchHandler()); }

// variant: 0 sync, 1 arrive, 2 red.popc, 3 red.and, 4 red.or; slots: d, barrier, threads, predicate.
void Decoder::barrier() {
  if (mods_->take("warp")) return warpBarrier();
  mods_->take("cta");
  mods_->take("aligned");
  ins_.kind = Kind::Barrier;
  size_t at = 0;
  if (mods_->take("red")) {
    std::string_view op = mods_->takeOf({"popc", "and", "or"});
    ins_.variant = op == "popc" ? 2 : op == "and" ? 3 : 4;
    Type type = mods_->takeType();
    require((type == Type::Pred) == (op != "popc"), "popc gives .u32, and and or give .pred");
    expectOperands(3, 4);
    ins_.slot[0] = op == "popc" ? destination(0, type) : predicateDestination(operand(0));
    ins_.slot[3] = predicateSource(operands() - 1, NEGATE_C);
    at = 1;
    ins_.slot[1] = source(at, Type::U32);
    if (operands() == 4) ins_.slot[2] = source(2, Type::U32);
    return;
  }
  ins_.variant = mods_->take("arrive");
  require(ins_.variant || mods_->take("sync"), ".sync, .arrive or .red is needed");
  expectOperands(ins_.variant ? 2 : 1, 2);
  ins_.slot[1] = source(0, Type::U32);
  if (operands() == 2) ins_.slot[2] = source(1, Type::U32);
}

void Decoder::warpBarrier() {
  expectOperands(1, 1);
  require(mods_->take("sync"), ".sync is needed");
  ins_.kind = Kind::Collective;
  ins_.slot[5] = source(0, Type::U32);
  setHandler(warpBarrierHandler());
}

void Decoder::shuffle() {
  expectOperands(5, 5);
  require(mods_->take("sync"), "only shfl.sync");
  std::string_view mode = mods_->takeOf({"up", "down", "bfly", "idx"});
  require(!mode.empty(), "a mode is needed");
  ins_.variant = mode == "up" ? 0 : mode == "down" ? 1 : mode == "bfly" ? 2 : 3;
  Type type = mods_->takeType();
  require(type == Type::B32, "shfl moves .b32");
  ins_.kind = Kind::Collective;
  const Operand& to = operand(0);
  bool pair = to.kind == Operand::Pair;
  uint8_t bytes;
  ins_.slot[0] = destinationOf(pair ? to.parts[0] : to, type, false, bytes);
  if (pair) ins_.slot[1] = predicateDestination(to.parts[1]);
  for (size_t each = 1; each < 4; each++) ins_.slot[1 + each] = source(each, type);
  ins_.slot[5] = source(4, Type::U32);
  setHandler(shuffleHandler());
}

void Decoder::vote() {
  expectOperands(3, 3);
  require(mods_->take("sync"), "only vote.sync");
  std::string_view mode = mods_->takeOf({"ballot", "all", "any", "uni"});
  Type type = mods_->takeType();
  require((type == Type::Pred) == (mode != "ballot"), "ballot gives .b32, the others .pred");
  ins_.kind = Kind::Collective;
  ins_.slot[0] = mode == "ballot" ? destination(0, type) : predicateDestination(operand(0));
  ins_.slot[1] = predicateSource(1, NEGATE_A);
  ins_.slot[5] = source(2, Type::U32);
  setHandler(voteHandler(mode));
}

void Decoder::match() {
  expectOperands(3, 3);
  std::string_view mode = mods_->takeOf({"any", "all"});
  require(mods_->take("sync"), "only match.sync");
  Type type = mods_->takeType();
  ins_.kind = Kind::Collective;
  const Operand& to = operand(0);
  bool pair = to.kind == Operand::Pair;
  require(!pair || mode == "all", "match.any has no predicate");
  uint8_t bytes;
  ins_.slot[0] = destinationOf(pair ? to.parts[0] : to, Type::B32, false, bytes);
  if (pair) ins_.slot[1] = predicateDestination(to.parts[1]);
  ins_.slot[2] = source(1, type);
  ins_.slot[5] = source(2, Type::U32);
  setHandler(matchHandler(mode, type));
}

void Decoder::reduceAcross() {
  expectOperands(3, 3);
  require(mods_->take("sync"), "only redux.sync");
  std::string_view op = mods_->takeOf({"add", "min", "max", "and", "or", "xor"});
  Type type = mods_->takeType();
  ins_.kind = Kind::Collective;
  ins_.slot[0] = destination(0, type);
  ins_.slot[1] = source(1, type);
  ins_.slot[5] = source(2, Type::U32);
  setHandler(reduceHandler(op, type));
}

void Decoder::activeMask() {
  expectOperands(1, 1);
  Type type = mods_->takeType();
  ins_.slot[0] = destination(0, type);
  setHandler(activeMaskHandler());
}

void Decoder::sleep() {
  expectOperands(1, 1);
  Type type = mods_->takeType();
  source(0, type);
  ins_.kind = Kind::Yield;
}

void Decoder::trap() {
  expectOperands(0, 0);
  setHandler(trapHandler());
}

}  // namespace emu
