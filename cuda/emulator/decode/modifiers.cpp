// Modifiers that several families share.
#include "decode/decoder.hpp"

namespace emu {

Rounding Decoder::takeRounding() {
  std::string_view name = mods_->takeOf({"rn", "rz", "rm", "rp"});
  return name == "rz" ? Rounding::Zero : name == "rm" ? Rounding::Down : name == "rp" ? Rounding::Up : Rounding::Nearest;
}

Rounding Decoder::takeIntegerRounding(bool& found) {
  std::string_view name = mods_->takeOf({"rni", "rzi", "rmi", "rpi"});
  found = !name.empty();
  return name == "rzi" ? Rounding::Zero : name == "rmi" ? Rounding::Down : name == "rpi" ? Rounding::Up : Rounding::Nearest;
}

void Decoder::takeFloatFlags() {
  if (mods_->take("ftz")) ins_.flags |= FLUSH;
  if (mods_->take("sat")) ins_.flags |= SATURATE;
}

Space Decoder::takeSpace() {
  std::string_view name =
      mods_->takeOf({"global", "shared", "shared::cta", "local", "param", "param::entry", "const"});
  if (name == "global") return Space::Global;
  if (name.starts_with("shared")) return Space::Shared;
  if (name == "local") return Space::Local;
  if (name.starts_with("param")) return Space::Param;
  if (name == "const") return Space::Const;
  return Space::Generic;
}

void Decoder::takeOrder() {
  std::string_view name = mods_->takeOf({"volatile", "relaxed", "acquire", "release", "acq_rel", "weak"});
  bool scoped = name != "volatile" && name != "weak" && !name.empty();
  std::string_view scope = mods_->takeOf({"cta", "cluster", "gpu", "sys"});
  require(!scoped || !scope.empty() || mods_->name() == "atom" || mods_->name() == "red", "a scope is needed");
  if (name == "release" || name == "acq_rel") ins_.flags |= RELEASE;
  if (!name.empty() && name != "weak") ins_.order = Order::Strong;
}

// Which cache keeps the bytes does not change what they are.
void Decoder::takeCacheHints() {
  while (!mods_->takeOf({"ca", "cg", "cs", "lu", "cv", "wb", "wt", "nc", "L1::evict_normal", "L1::evict_unchanged",
                         "L1::evict_first", "L1::evict_last", "L1::no_allocate", "L2::64B", "L2::128B", "L2::256B"})
              .empty()) {
  }
}

}  // namespace emu
