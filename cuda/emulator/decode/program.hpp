// A kernel in the form that is executed: instructions with a handler and operands that are byte
// offsets into a warp's register file.
//
// The register file holds, for each warp, one slot a virtual register: 32 values of 4 or 8 bytes
// (16-bit registers take 4), or one 32-bit mask for a predicate. Constants and special registers
// are slots too, filled before the warp runs, so that every operand is read in the same way.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ptx/module.hpp"

namespace emu {

struct Warp;
struct Instruction;

// Executes one instruction for the lanes of the mask, which is never 0.
using Handler = void (*)(Warp&, const Instruction&, uint32_t lanes);

// What the dispatch loop does with an instruction.
enum class Kind : uint8_t { Plain, Branch, Exit, Barrier, Collective, Yield };

enum class Rounding : uint8_t { Nearest, Zero, Down, Up };

// Which accesses of other threads an access may meet without a race.
enum class Order : uint8_t { Weak, Strong };

enum Flag : uint16_t {
  FLUSH = 1,          // .ftz
  SATURATE = 2,       // .sat
  NAN_RESULT = 4,     // min/max .NaN
  NEGATE_C = 8,       // predicate operand c is !p
  CARRY_IN = 16,      // addc, subc, madc
  CARRY_OUT = 32,     // .cc
  RELEASE = 64,       // st.release, atom.release, atom.acq_rel
  NEGATE_A = 128,     // predicate operand a is !p
  NO_RESULT = 256,    // red, or atom whose result is not used
};

constexpr uint32_t NONE = UINT32_MAX;

struct Instruction {
  Handler handler = nullptr;
  Kind kind = Kind::Plain;
  Space space = Space::Generic;
  Rounding rounding = Rounding::Nearest;
  Order order = Order::Weak;
  uint16_t flags = 0;
  uint8_t bytes = 0;        // of one element in memory
  uint8_t elements = 1;     // of a vector access
  uint8_t dstBytes = 4;     // width of the destination's slots
  uint8_t srcBytes = 4;     // width of the source's slots
  uint8_t addressBytes = 8; // width of the slot of an address
  uint16_t variant = 0;     // which of a family: see the handler
  uint32_t guard = NONE;    // slot of the predicate
  uint32_t guardFlip = 0;   // all ones for @!p
  uint32_t slot[6] = {NONE, NONE, NONE, NONE, NONE, NONE};  // destinations first; 4: an address
  int64_t offset = 0;       // added to an address
  uint32_t target = 0;      // of a branch
  uint32_t index = 0;       // its own place
  uint16_t opcode = 0;      // into Kernel::opcodes
  int line = 0;
};

struct Constant {
  uint32_t slot;
  uint8_t bytes;  // 4 or 8; 0 for a predicate mask
  uint64_t value;
};

enum class Special : uint8_t {
  TidX, TidY, TidZ, NtidX, NtidY, NtidZ, CtaidX, CtaidY, CtaidZ, NctaidX, NctaidY, NctaidZ,
  LaneId, WarpId, NwarpId, SmId, NsmId, GridId, LanemaskEq, LanemaskLt, LanemaskLe, LanemaskGt,
  LanemaskGe, DynamicShared, TotalShared, Clock, Clock64, GlobalTimer
};

struct SpecialSlot {
  uint32_t slot;
  Special special;
};

struct SharedArray {
  std::string name;
  uint32_t offset;
  uint32_t bytes;
};

struct Kernel {
  std::string name;
  std::shared_ptr<const Module> module;
  std::vector<Instruction> code;        // ends in an exit
  std::vector<std::string> opcodes;     // distinct opcode texts
  std::vector<Constant> constants;
  std::vector<SpecialSlot> specials;
  uint32_t registerBytes = 0;
  std::vector<Variable> params;
  std::vector<uint32_t> paramOffsets;
  uint32_t paramBytes = 0;
  std::vector<SharedArray> sharedArrays;  // with red zones between
  uint32_t sharedBytes = 0;               // with red zones
  uint32_t sharedDeclared = 0;            // as a GPU would count
  bool dynamicShared = false;
  uint32_t localBytes = 0;
  uint32_t maxThreads = 1024;
  std::array<uint32_t, 3> requiredThreads{};
  int registerCount = 0;
  int ptxVersion = 0;
  int target = 0;
  // Whether blocks may run at the same time without the result depending on who is first.
  bool orderFree = true;

  // The source text of an instruction, without blanks at its ends.
  std::string source(int line) const;
};

// Where a module's global and constant variables lie.
using SymbolAddresses = std::map<std::string, uint64_t>;

// Bytes of red zone after each shared array.
constexpr uint32_t RED_ZONE = 256;

// Throws PtxError on an opcode, modifier or operand that is not known.
std::unique_ptr<Kernel> decode(std::shared_ptr<const Module> module, const Function& function,
                               const SymbolAddresses& symbols);

}  // namespace emu
