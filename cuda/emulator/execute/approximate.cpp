// The functions that a GPU approximates in hardware. Here they are as good as the host's library:
// closer than PTX promises, and not bit by bit what a GPU gives.
#include "execute/floating.hpp"
#include "execute/handlers.hpp"
#include "execute/lanes.hpp"

namespace emu {
namespace {

template <double (*F)(double)>
void single(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map1<float, float>(warp, ins, lanes, [&](float a) {
    return result((float)F((double)operand(a, ins.flags)), ins.flags);
  });
}

double reciprocal(double a) { return 1 / a; }
double reciprocalRoot(double a) { return 1 / std::sqrt(a); }
double sine(double a) { return std::sin(a); }
double cosine(double a) { return std::cos(a); }
double logarithm(double a) { return std::log2(a); }
double power(double a) { return std::exp2(a); }
double tangent(double a) { return std::tanh(a); }
double root(double a) { return std::sqrt(a); }

// rcp and rsqrt of doubles with .approx.ftz look at the upper word only and give an upper word.
double upperWord(double value) {
  return std::bit_cast<double>(std::bit_cast<uint64_t>(value) & 0xffffffff00000000u);
}
template <double (*F)(double)>
void coarse(Warp& warp, const Instruction& ins, uint32_t lanes) {
  map1<double, double>(warp, ins, lanes, [](double a) { return upperWord(flushed(F(upperWord(flushed(a))))); });
}

}  // namespace

Handler approximateHandler(std::string_view op, Type type) {
  if (type == Type::F64) {
    if (op == "rcp") return coarse<reciprocal>;
    if (op == "rsqrt") return coarse<reciprocalRoot>;
    return nullptr;
  }
  if (type != Type::F32) return nullptr;
  if (op == "rcp") return single<reciprocal>;
  if (op == "rsqrt") return single<reciprocalRoot>;
  if (op == "sqrt") return single<root>;
  if (op == "sin") return single<sine>;
  if (op == "cos") return single<cosine>;
  if (op == "lg2") return single<logarithm>;
  if (op == "ex2") return single<power>;
  if (op == "tanh") return single<tangent>;
  return nullptr;
}

}  // namespace emu
