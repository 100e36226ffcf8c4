#include "decode/decoder.hpp"

#include <algorithm>

namespace emu {

Modifiers::Modifiers(std::string_view opcode, int line) : line_(line) {
  size_t dot = opcode.find('.');
  name_ = opcode.substr(0, dot);
  while (dot != std::string_view::npos) {
    size_t next = opcode.find('.', dot + 1);
    parts_.push_back(opcode.substr(dot + 1, next == std::string_view::npos ? next : next - dot - 1));
    dot = next;
  }
}

bool Modifiers::has(std::string_view part) const {
  return std::find(parts_.begin(), parts_.end(), part) != parts_.end();
}

bool Modifiers::take(std::string_view part) {
  auto found = std::find(parts_.begin(), parts_.end(), part);
  if (found == parts_.end()) return false;
  parts_.erase(found);
  return true;
}

std::string_view Modifiers::takeOf(std::initializer_list<std::string_view> parts) {
  for (std::string_view part : parts)
    if (take(part)) return part;
  return "";
}

Type Modifiers::takeType() {
  for (auto part = parts_.begin(); part != parts_.end(); ++part)
    if (std::optional<Type> type = typeNamed(*part)) {
      parts_.erase(part);
      return *type;
    }
  throw PtxError(line_, "an instruction without a type that is known: " + std::string(name_));
}

Decoder::Decoder(Kernel& kernel, const Module& module, const Function& function, const SymbolAddresses& symbols)
    : kernel_(kernel), module_(module), function_(function), symbols_(symbols) {}

const std::map<std::string_view, Decoder::Rule>& Decoder::rules() {
  static const std::map<std::string_view, Rule> RULES = {
      {"add", &Decoder::arithmetic},      {"sub", &Decoder::arithmetic},     {"addc", &Decoder::arithmetic},
      {"subc", &Decoder::arithmetic},     {"mul", &Decoder::multiply},       {"mad", &Decoder::multiply},
      {"madc", &Decoder::multiply},       {"fma", &Decoder::fused},          {"div", &Decoder::divide},
      {"rem", &Decoder::divide},          {"sqrt", &Decoder::root},          {"rcp", &Decoder::root},
      {"rsqrt", &Decoder::approximate},   {"sin", &Decoder::approximate},    {"cos", &Decoder::approximate},
      {"lg2", &Decoder::approximate},     {"ex2", &Decoder::approximate},    {"tanh", &Decoder::approximate},
      {"min", &Decoder::minMax},          {"max", &Decoder::minMax},         {"abs", &Decoder::unaryArithmetic},
      {"neg", &Decoder::unaryArithmetic}, {"sad", &Decoder::sumOfDifferences}, {"copysign", &Decoder::copySign},
      {"and", &Decoder::logic},           {"or", &Decoder::logic},           {"xor", &Decoder::logic},
      {"not", &Decoder::logic},           {"cnot", &Decoder::logic},         {"shl", &Decoder::shift},
      {"shr", &Decoder::shift},           {"popc", &Decoder::bits},          {"clz", &Decoder::bits},
      {"brev", &Decoder::bits},           {"bfind", &Decoder::findHighestBit}, {"bfe", &Decoder::bitField},
      {"bfi", &Decoder::bitField},        {"shf", &Decoder::funnelShift},    {"lop3", &Decoder::lookUpTable},
      {"prmt", &Decoder::permute},        {"setp", &Decoder::compare},       {"set", &Decoder::set},
      {"selp", &Decoder::select},         {"slct", &Decoder::selectBySign},  {"mov", &Decoder::move},
      {"cvt", &Decoder::convert},         {"cvta", &Decoder::convertAddress}, {"isspacep", &Decoder::isSpace},
      {"ld", &Decoder::load},             {"ldu", &Decoder::load},           {"st", &Decoder::store},
      {"atom", &Decoder::atomic},         {"red", &Decoder::atomic},         {"membar", &Decoder::fence},
      {"fence", &Decoder::fence},         {"prefetch", &Decoder::prefetch},  {"prefetchu", &Decoder::prefetch},
      {"bra", &Decoder::branch},          {"ret", &Decoder::leave},          {"exit", &Decoder::leave},
      {"bar", &Decoder::barrier},         {"barrier", &Decoder::barrier},    {"shfl", &Decoder::shuffle},
      {"vote", &Decoder::vote},           {"match", &Decoder::match},        {"redux", &Decoder::reduceAcross},
      {"activemask", &Decoder::activeMask}, {"nanosleep", &Decoder::sleep},  {"trap", &Decoder::trap},
      {"brkpt", &Decoder::trap},          {"pmevent", &Decoder::ignore}};
  return RULES;
}

void Decoder::fail(const std::string& what) const {
  throw PtxError(at_ ? at_->line : function_.line, at_ ? what + ", in '" + at_->opcode + "'" : what);
}

void Decoder::setHandler(Handler handler) {
  if (!handler) fail("there is no such instruction for this type");
  ins_.handler = handler;
}

void Decoder::layOutParams() {
  uint32_t at = 0;
  for (const Variable& param : function_.params) {
    at = (at + param.align - 1) / param.align * param.align;
    kernel_.paramOffsets.push_back(at);
    localSymbols_[param.name] = at;
    at += (uint32_t)param.bytes;
  }
  kernel_.params = function_.params;
  kernel_.paramBytes = at;
}

// Static arrays, each followed by a red zone, then the dynamic ones, which share one place.
void Decoder::layOutShared() {
  uint32_t at = RED_ZONE, declared = 0;
  std::vector<const Variable*> dynamic;
  auto place = [&](const Variable& variable) {
    if (variable.space != Space::Shared) return;
    if (variable.external || variable.bytes == 0) {
      dynamic.push_back(&variable);
      return;
    }
    at = (at + std::max(variable.align, 16u) - 1) / std::max(variable.align, 16u) * std::max(variable.align, 16u);
    kernel_.sharedArrays.push_back({variable.name, at, (uint32_t)variable.bytes});
    localSymbols_[variable.name] = at;
    declared = (declared + variable.align - 1) / variable.align * variable.align + (uint32_t)variable.bytes;
    at += (uint32_t)variable.bytes + RED_ZONE;
  };
  for (const Variable& variable : module_.variables) place(variable);
  for (const Variable& variable : function_.variables) place(variable);
  at = (at + 127) / 128 * 128;
  for (const Variable* variable : dynamic) {
    kernel_.dynamicShared = true;
    if (variable == dynamic.front()) kernel_.sharedArrays.push_back({variable->name, at, 0});
    localSymbols_[variable->name] = at;
  }
  kernel_.sharedBytes = at;
  kernel_.sharedDeclared = declared;
}

void Decoder::layOutLocal() {
  uint32_t at = 0;
  for (const Variable& variable : function_.variables) {
    if (variable.space != Space::Local) continue;
    at = (at + variable.align - 1) / variable.align * variable.align;
    localSymbols_[variable.name] = at;
    at += (uint32_t)variable.bytes;
  }
  kernel_.localBytes = (at + 15) / 16 * 16;
}

// Registers that no instruction reads: results of atomics that are not used.
void Decoder::findUnusedResults() {
  for (const Statement& statement : function_.statements) {
    if (statement.guard >= 0) readRegisters_.insert(statement.guard);
    bool stores = statement.opcode.starts_with("st.") || statement.opcode.starts_with("red.");
    auto read = [&](const Operand& operand, auto& self) -> void {
      if (operand.reg >= 0) readRegisters_.insert(operand.reg);
      for (const Operand& part : operand.parts) self(part, self);
    };
    for (size_t each = 0; each < statement.operands.size(); each++)
      if (each > 0 || stores || statement.operands[each].kind == Operand::Address) read(statement.operands[each], read);
  }
}

void Decoder::run() {
  slots_.assign(function_.registers.size(), NONE);
  kernel_.name = function_.name;
  kernel_.registerCount = (int)function_.registers.size();
  kernel_.ptxVersion = module_.version;
  kernel_.target = module_.target;
  kernel_.requiredThreads = function_.requiredThreads;
  if (function_.maxThreads[0])
    kernel_.maxThreads = function_.maxThreads[0] * function_.maxThreads[1] * function_.maxThreads[2];
  layOutParams();
  layOutShared();
  layOutLocal();
  findUnusedResults();
  uint32_t index = 0;
  for (const Statement& statement : function_.statements) decodeStatement(statement, index++);
  Instruction end;
  end.kind = Kind::Exit;
  end.index = index;
  end.line = function_.statements.empty() ? function_.line : function_.statements.back().line + 1;
  end.opcode = opcodes_.emplace("exit", (uint16_t)opcodes_.size()).first->second;
  kernel_.code.push_back(end);
  kernel_.opcodes.resize(opcodes_.size());
  for (auto& [text, number] : opcodes_) kernel_.opcodes[number] = text;
}

void Decoder::decodeStatement(const Statement& statement, uint32_t index) {
  at_ = &statement;
  Modifiers mods(statement.opcode, statement.line);
  mods_ = &mods;
  ins_ = {};
  ins_.index = index;
  ins_.line = statement.line;
  ins_.opcode = opcodes_.emplace(statement.opcode, (uint16_t)opcodes_.size()).first->second;
  if (statement.guard >= 0) {
    require(typeOf(statement.guard) == Type::Pred, "a guard that is no predicate");
    ins_.guard = registerSlot(statement.guard);
    ins_.guardFlip = statement.guardNegated ? UINT32_MAX : 0;
  }
  auto rule = rules().find(mods.name());
  if (rule == rules().end()) fail("unknown instruction");
  (this->*rule->second)();
  if (!mods.empty()) fail("unknown modifier ." + std::string(mods.first()));
  kernel_.code.push_back(ins_);
  at_ = nullptr;
}

std::string Kernel::source(int line) const {
  const std::string& all = module->text;
  size_t from = 0;
  for (int each = 1; each < line && from != std::string::npos; each++) {
    from = all.find('\n', from);
    if (from != std::string::npos) from++;
  }
  if (from == std::string::npos) return "";
  std::string text = all.substr(from, all.find('\n', from) - from);
  size_t first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t\r");
  text = first == std::string::npos ? "" : text.substr(first, last - first + 1);
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text;
}

std::unique_ptr<Kernel> decode(std::shared_ptr<const Module> module, const Function& function,
                               const SymbolAddresses& symbols) {
  auto kernel = std::make_unique<Kernel>();
  kernel->module = module;
  Decoder(*kernel, *module, function, symbols).run();
  return kernel;
}

}  // namespace emu
