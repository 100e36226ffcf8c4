#include <cstdlib>
#include <cstring>

#include "ptx/module.hpp"
#include "ptx/number.hpp"

namespace emu {
namespace {

std::optional<Space> spaceNamed(std::string_view directive) {
  if (directive == ".global") return Space::Global;
  if (directive == ".shared") return Space::Shared;
  if (directive == ".local") return Space::Local;
  if (directive == ".const") return Space::Const;
  if (directive == ".param") return Space::Param;
  return {};
}

bool linkage(std::string_view word) {
  return word == ".visible" || word == ".weak" || word == ".extern" || word == ".common";
}

class Parser {
 public:
  Parser(Module& module, std::vector<Token> tokens) : module_(module), tokens_(std::move(tokens)) {}

  void run() {
    while (token().kind != Token::End) topLevel();
  }

 private:
  // -- tokens
  const Token& token(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  int line() const { return token().line; }
  bool is(std::string_view text) const { return token().text == text && token().kind != Token::String; }
  Token take() { return tokens_[at_ < tokens_.size() - 1 ? at_++ : at_]; }
  bool accept(std::string_view text) { return is(text) && (take(), true); }
  void expect(std::string_view text) {
    if (!accept(text)) fail("expected '" + std::string(text) + "', found '" + std::string(token().text) + "'");
  }
  [[noreturn]] void fail(const std::string& what) const { throw PtxError(line(), what); }
  std::string word() {
    if (token().kind != Token::Word) fail("expected a name, found '" + std::string(token().text) + "'");
    return std::string(take().text);
  }
  uint64_t integer() {
    bool negative = accept("-");
    NumberValue value = number(take());
    if (value.real) fail("expected an integer");
    return negative ? -value.bits : value.bits;
  }
  NumberValue number(const Token& from) const {
    if (from.kind != Token::Number) throw PtxError(from.line, "expected a number, found '" + std::string(from.text) + "'");
    return readNumber(from);
  }

  // -- declarations
  void topLevel() {
    if (accept(".version")) {
      Token version = take();
      module_.version = (int)(std::strtod(std::string(version.text).c_str(), nullptr) * 10 + 0.5);
    } else if (accept(".target")) {
      do {
        std::string target = word();
        if (target.starts_with("sm_")) module_.target = std::atoi(target.c_str() + 3);
        else if (target != "debug" && target != "texmode_unified") fail("unknown target " + target);
      } while (accept(","));
    } else if (accept(".address_size")) {
      if (integer() != 64) fail("address_size must be 64");
    } else if (accept(".file")) {
      skipFile();
    } else if (accept(".section")) {
      while (!accept("}")) skipOne();
    } else if (accept(".pragma")) {
      while (!accept(";")) skipOne();
    } else {
      declaration();
    }
  }

  void skipOne() {
    if (token().kind == Token::End) fail("the text ends inside a directive");
    take();
  }

  void skipFile() {
    integer();
    take();
    while (accept(",")) integer();
  }

  void declaration() {
    bool external = false;
    while (linkage(token().text)) external |= take().text == ".extern";
    if (accept(".entry")) return function(true, external);
    if (accept(".func")) return function(false, external);
    std::optional<Space> space = spaceNamed(token().text);
    if (!space) fail("unknown directive '" + std::string(token().text) + "'");
    take();
    variables(*space, external, module_.variables);
  }

  void variables(Space space, bool external, std::vector<Variable>& into) {
    Variable shape = typed(space, external);
    do {
      into.push_back(named(shape));
    } while (accept(","));
    expect(";");
  }

  // [.align n] [.v2] .type, before the name
  Variable typed(Space space, bool external) {
    Variable variable;
    variable.line = line();
    variable.space = space;
    variable.external = external;
    uint32_t align = 0, lanes = 1;
    for (;;) {
      if (accept(".align")) align = (uint32_t)integer();
      else if (accept(".v2")) lanes = 2;
      else if (accept(".v4")) lanes = 4;
      else if (accept(".ptr")) acceptPointer();
      else if (std::optional<Type> type = typeNamed(afterDot())) {
        take();
        variable.type = *type;
        variable.bytes = sizeOf(*type) * lanes;
        variable.align = std::max(align, (uint32_t)variable.bytes);
      } else {
        break;
      }
    }
    if (variable.bytes == 0) fail("unknown type '" + std::string(token().text) + "'");
    return variable;
  }

  void acceptPointer() {
    spaceNamed(token().text) ? (void)take() : (void)0;
    if (accept(".align")) integer();
  }

  std::string_view afterDot() const {
    std::string_view text = token().text;
    return text.starts_with(".") ? text.substr(1) : std::string_view{};
  }

  Variable named(Variable variable) {
    variable.name = word();
    uint64_t element = variable.bytes;
    while (accept("[")) {
      if (accept("]")) {
        variable.bytes = 0;
      } else {
        variable.bytes *= integer();
        expect("]");
      }
    }
    if (accept("=")) initialise(variable, element);
    return variable;
  }

  void initialise(Variable& variable, uint64_t element) {
    if (accept("{")) {
      do initialise(variable, element);
      while (accept(","));
      expect("}");
    } else {
      bool negative = accept("-");
      NumberValue value = number(take());
      uint64_t bits = value.real && variable.type == Type::F32 ? value.asFloatBits() : value.bits;
      if (negative) bits = value.real ? bits ^ (1ull << (8 * element - 1)) : -bits;
      for (uint64_t byte = 0; byte < element; byte++) variable.initial.push_back((uint8_t)(bits >> (8 * byte)));
    }
  }

  // -- functions
  void function(bool entry, bool external) {
    Function fresh;
    fresh.line = line();
    fresh.entry = entry;
    fresh.scopeParents.push_back(-1);
    function_ = &fresh;
    scopes_ = {{}};
    scopeIds_ = {0};
    if (!entry && is("(")) fail("functions that return values are not supported: inline them");
    fresh.name = word();
    if (accept("(")) {
      while (!accept(")")) {
        expect(".param");
        fresh.params.push_back(named(typed(Space::Param, false)));
        accept(",");
      }
    }
    limits(fresh);
    if (accept(";")) return;  // a declaration only; calls are refused where they stand
    if (external) fail("an external function has a body");
    expect("{");
    body();
    module_.functions.push_back(std::move(fresh));
  }

  void limits(Function& fresh) {
    for (;;) {
      if (accept(".maxntid")) dimensions(fresh.maxThreads);
      else if (accept(".reqntid")) dimensions(fresh.requiredThreads);
      else if (accept(".minnctapersm") || accept(".maxnreg")) integer();
      else if (accept(".noreturn")) {}
      else if (accept(".pragma")) { take(); expect(";"); }
      else return;
    }
  }

  void dimensions(std::array<uint32_t, 3>& sizes) {
    sizes = {1, 1, 1};
    for (int axis = 0; axis < 3; axis++) {
      sizes[axis] = (uint32_t)integer();
      if (!accept(",")) return;
    }
  }

  void body() {
    while (!accept("}")) {
      if (token().kind == Token::End) fail("the text ends inside a function");
      if (accept("{")) {
        function_->scopeParents.push_back(scopeIds_.back());
        scopeIds_.push_back((int)function_->scopeParents.size() - 1);
        scopes_.emplace_back();
        body();
        scopes_.pop_back();
        scopeIds_.pop_back();
      } else {
        statement();
      }
    }
  }

  void statement() {
    if (accept(".reg")) return registers();
    if (accept(".loc")) return location();
    if (accept(".pragma")) {
      while (!accept(";")) skipOne();
      return;
    }
    if (is(".extern") || is(".shared") || is(".local")) {
      bool external = accept(".extern");
      std::optional<Space> space = spaceNamed(take().text);
      if (!space) fail("unknown state space");
      return variables(*space, external, function_->variables);
    }
    if (token(1).text == ":" && token().kind == Token::Word) {
      label(word());
      expect(":");
      return;
    }
    instruction();
  }

  void location() {
    for (int field = 0; field < 3; field++) integer();
    if (accept(",")) {  // function_name label[+offset], inlined_at file line column
      while (!is(",")) skipOne();
      take();
      word();
      for (int field = 0; field < 3; field++) integer();
    }
  }

  void label(const std::string& name) {
    auto [from, to] = function_->labels.equal_range(name);
    for (; from != to; ++from)
      if (from->second.scope == scopeIds_.back()) fail("label " + name + " stands twice");
    function_->labels.insert({name, {scopeIds_.back(), (uint32_t)function_->statements.size()}});
  }

  void registers() {
    std::optional<Type> type = typeNamed(afterDot());
    if (!type) fail("unknown register type '" + std::string(token().text) + "'");
    take();
    do {
      std::string name = word();
      if (accept("<")) {
        uint64_t count = integer();
        expect(">");
        if (count > 1 << 20) fail("too many registers");
        for (uint64_t each = 0; each < count; each++) declare(name + std::to_string(each), *type);
      } else {
        declare(name, *type);
      }
    } while (accept(","));
    expect(";");
  }

  void declare(const std::string& name, Type type) {
    if (!scopes_.back().emplace(name, (int)function_->registers.size()).second)
      fail("register " + name + " is declared twice");
    function_->registers.push_back(type);
  }

  int lookUp(std::string_view name) const {
    std::string key(name);
    for (size_t scope = scopes_.size(); scope-- > 0;)
      if (auto found = scopes_[scope].find(key); found != scopes_[scope].end()) return found->second;
    return -1;
  }

  // -- instructions
  void instruction() {
    Statement made;
    made.line = line();
    made.scope = scopeIds_.back();
    if (accept("@")) {
      made.guardNegated = accept("!");
      std::string name = word();
      made.guard = lookUp(name);
      if (made.guard < 0) fail("unknown predicate " + name);
    }
    if (token().kind != Token::Word || token().text.starts_with(".") || token().text.starts_with("%"))
      fail("expected an instruction, found '" + std::string(token().text) + "'");
    made.opcode = std::string(take().text);
    if (!accept(";")) {
      do made.operands.push_back(operand());
      while (accept(","));
      expect(";");
    }
    function_->statements.push_back(std::move(made));
  }

  Operand operand() {
    Operand first = simple();
    if (!accept("|")) return first;
    Operand pair;
    pair.kind = Operand::Pair;
    pair.parts = {std::move(first), simple()};
    return pair;
  }

  Operand simple() {
    Operand made;
    if (accept("[")) return address();
    if (accept("{")) {
      made.kind = Operand::Vector;
      do made.parts.push_back(simple());
      while (accept(","));
      expect("}");
      return made;
    }
    if (accept("!")) {
      made = simple();
      made.negated = true;
      return made;
    }
    if (accept("_")) return made;
    if (is("-") || is("+") || token().kind == Token::Number) return immediate();
    if (is("(")) fail("calls and constant expressions are not supported");
    std::string name = word();
    made.reg = lookUp(name);
    made.kind = made.reg >= 0 ? Operand::Register : name[0] == '%' ? Operand::Special : Operand::Symbol;
    made.name = std::move(name);
    if (made.kind == Operand::Symbol && accept("+")) made.offset = (int64_t)integer();
    return made;
  }

  Operand immediate() {
    Operand made;
    bool negative = accept("-");
    if (!negative) accept("+");
    NumberValue value = number(take());
    made.kind = value.real ? Operand::Float : Operand::Integer;
    made.single = value.single;
    made.bits = value.bits;
    if (negative) made.bits = !value.real ? -made.bits : made.bits ^ (value.single ? 1ull << 31 : 1ull << 63);
    return made;
  }

  Operand address() {
    Operand made;
    made.kind = Operand::Address;
    if (token().kind == Token::Number) {
      made.offset = (int64_t)integer();
    } else {
      std::string base = word();
      made.reg = lookUp(base);
      if (made.reg < 0) made.name = std::move(base);
      if (accept("+")) made.offset = (int64_t)integer();
      else if (is("-")) made.offset = (int64_t)integer();
    }
    expect("]");
    return made;
  }

  Module& module_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  Function* function_ = nullptr;
  std::vector<std::map<std::string, int>> scopes_;
  std::vector<int> scopeIds_;
};

}  // namespace

Module parse(std::string text) {
  Module module;
  module.text = std::move(text);
  Parser(module, tokenize(module.text)).run();
  if (module.version == 0) throw PtxError(1, "no .version");
  return module;
}

}  // namespace emu
