// A PTX module as it was written: declarations and statements, names resolved to registers.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "ptx/text.hpp"
#include "ptx/type.hpp"

namespace emu {

enum class Space : uint8_t { Generic, Global, Shared, Local, Param, Const };

struct Operand {
  enum Kind { Register, Special, Integer, Float, Symbol, Address, Vector, Pair, Sink };
  Kind kind = Sink;
  int reg = -1;               // Register; base of an Address, or -1
  std::string name;           // Special, Symbol; base of an Address without a register
  uint64_t bits = 0;          // Integer; Float as the bits of a double, or of a float where `single`
  int64_t offset = 0;         // Address
  bool single = false;        // Float written as 0f…
  bool negated = false;       // !p
  std::vector<Operand> parts; // Vector {a,b}, Pair p|q
};

struct Statement {
  int line = 0;
  int guard = -1;  // predicate register, or -1
  bool guardNegated = false;
  int scope = 0;   // where its labels are looked up
  std::string opcode;
  std::vector<Operand> operands;
};

struct Variable {
  int line = 0;
  Space space = Space::Global;
  Type type = Type::B8;
  uint32_t align = 1;
  uint64_t bytes = 0;  // 0 for an array of unstated length
  bool external = false;
  std::string name;
  std::vector<uint8_t> initial;  // empty: zeros
};

struct Label {
  int scope;
  uint32_t statement;
};

struct Function {
  int line = 0;
  std::string name;
  bool entry = false;
  std::vector<Variable> params;
  std::vector<Type> registers;  // by register number
  std::vector<Statement> statements;
  std::multimap<std::string, Label> labels;
  std::vector<int> scopeParents;  // by scope; the body is scope 0 with parent -1
  std::vector<Variable> variables;  // .shared and .local of the body
  std::array<uint32_t, 3> maxThreads{};       // .maxntid, 0 where not stated
  std::array<uint32_t, 3> requiredThreads{};  // .reqntid
};

struct Module {
  std::string text;
  int version = 0;  // 70 for 7.0
  int target = 0;   // 75 for sm_75
  std::vector<Variable> variables;
  std::vector<Function> functions;
};

// Throws PtxError.
Module parse(std::string text);

}  // namespace emu
