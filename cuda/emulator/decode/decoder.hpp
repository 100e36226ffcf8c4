// Turns the statements of one function into instructions. What is common to all of them stands
// here; each family of instructions has a file of its own.
#pragma once

#include <set>
#include <string_view>

#include "decode/program.hpp"
#include "execute/handlers.hpp"

namespace emu {

// The parts of an opcode after its name, each of which some rule has to take.
class Modifiers {
 public:
  Modifiers(std::string_view opcode, int line);

  std::string_view name() const { return name_; }
  bool has(std::string_view part) const;
  // Takes the part if it is there.
  bool take(std::string_view part);
  // Takes whichever is there, or gives "".
  std::string_view takeOf(std::initializer_list<std::string_view> parts);
  // Takes the first type; there has to be one.
  Type takeType();
  bool empty() const { return parts_.empty(); }
  std::string_view first() const { return parts_.front(); }

 private:
  std::string_view name_;
  std::vector<std::string_view> parts_;
  int line_;
};

class Decoder {
 public:
  Decoder(Kernel& kernel, const Module& module, const Function& function, const SymbolAddresses& symbols);
  void run();

 private:
  using Rule = void (Decoder::*)();
  static const std::map<std::string_view, Rule>& rules();

  // -- the whole
  void layOutParams();
  void layOutShared();
  void layOutLocal();
  void decodeStatement(const Statement& statement, uint32_t index);
  void findUnusedResults();
  [[noreturn]] void fail(const std::string& what) const;
  void require(bool holds, const char* what) const { if (!holds) fail(what); }
  void setHandler(Handler handler);

  // -- operands
  const Operand& operand(size_t index) const;
  size_t operands() const { return at_->operands.size(); }
  void expectOperands(size_t least, size_t most);
  uint32_t newSlot(uint32_t bytes);
  uint32_t newPredicateSlot();
  uint32_t registerSlot(int reg);
  uint32_t constantSlot(uint8_t bytes, uint64_t value);
  uint32_t specialSlot(const std::string& name, uint8_t bytes);
  uint64_t symbolAddress(const Operand& operand) const;
  uint64_t immediate(const Operand& operand, Type type) const;
  Type typeOf(int reg) const { return function_.registers[reg]; }
  static uint8_t stored(Type type) { return sizeOf(type) == 8 ? 8 : 4; }
  // A register, constant or special register of exactly this type's size.
  uint32_t source(size_t index, Type type);
  uint32_t sourceOf(const Operand& operand, Type type, bool mayBeWider, uint8_t& bytes);
  uint32_t destination(size_t index, Type type);
  uint32_t destinationOf(const Operand& operand, Type type, bool mayBeWider, uint8_t& bytes);
  uint32_t predicateSource(size_t index, Flag negation);
  uint32_t predicateSourceOf(const Operand& operand, Flag negation);
  uint32_t predicateDestination(const Operand& operand);
  void address(size_t index);
  void sources(size_t first, size_t count, Type type);

  // -- modifiers
  Rounding takeRounding();
  Rounding takeIntegerRounding(bool& found);
  void takeFloatFlags();
  Space takeSpace();
  void takeOrder();
  void takeCacheHints();

  // -- families
  void arithmetic();
  void floatArithmetic(Type type);
  void multiply();
  void carry(std::string_view op, std::string_view part, Type type, size_t count);
  void divide();
  void root();
  void approximate();
  void fused();
  void logic();
  void shift();
  void bits();
  void findHighestBit();
  void bitField();
  void funnelShift();
  void lookUpTable();
  void permute();
  void minMax();
  void sumOfDifferences();
  void copySign();
  void unaryArithmetic();

  void compare();
  void set();
  void select();
  void selectBySign();
  void move();
  void moveParts();
  void convert();
  void convertAddress();
  void isSpace();

  void load();
  void store();
  void atomic();
  void fence();
  void prefetch();

  void branch();
  void leave();
  void barrier();
  void warpBarrier();
  void shuffle();
  void vote();
  void match();
  void reduceAcross();
  void activeMask();
  void sleep();
  void trap();
  void ignore();

  Kernel& kernel_;
  const Module& module_;
  const Function& function_;
  const SymbolAddresses& symbols_;
  std::map<std::string, uint64_t> localSymbols_;  // offsets in shared, local and parameter memory
  std::vector<uint32_t> slots_;                   // by register
  std::map<std::pair<uint8_t, uint64_t>, uint32_t> constants_;
  std::map<std::pair<Special, uint8_t>, uint32_t> specials_;
  std::map<std::string, uint16_t> opcodes_;
  std::set<int> readRegisters_;
  uint32_t predicatePage_ = 0, predicatesLeft_ = 0;

  const Statement* at_ = nullptr;
  Instruction ins_;
  Modifiers* mods_ = nullptr;
};

}  // namespace emu
