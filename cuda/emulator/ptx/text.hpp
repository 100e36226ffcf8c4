// The characters of a PTX text, cut into tokens.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace emu {

// A PTX text that is not understood: the module does not load, and the message names the line.
struct PtxError : std::runtime_error {
  PtxError(int line, const std::string& what)
      : std::runtime_error("ptx line " + std::to_string(line) + ": " + what), line(line) {}
  int line;
};

struct Token {
  enum Kind { Word, Number, String, Punct, End };
  Kind kind;
  std::string_view text;  // in the PTX text, which outlives the tokens
  int line;
};

// Words are names, directives and opcodes with their dots (`ld.global.L1::evict_last.u64`).
std::vector<Token> tokenize(std::string_view text);

}  // namespace emu
