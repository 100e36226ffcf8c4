#include "ptx/number.hpp"

#include <cstdlib>

namespace emu {
namespace {

uint64_t digits(const Token& token, const std::string& text, size_t from, int base) {
  char* end = nullptr;
  uint64_t value = std::strtoull(text.c_str() + from, &end, base);
  if (*end == 'U' && end[1] == '\0') end++;
  if (*end != '\0') throw PtxError(token.line, "not a number: " + text);
  return value;
}

}  // namespace

NumberValue readNumber(const Token& token) {
  std::string text(token.text);
  NumberValue value;
  char mark = text.size() > 1 && text[0] == '0' ? text[1] : '\0';
  if (mark == 'f' || mark == 'F' || mark == 'd' || mark == 'D') {
    value.real = true;
    value.single = mark == 'f' || mark == 'F';
    if (text.size() != (value.single ? 10 : 18)) throw PtxError(token.line, "not a number: " + text);
    value.bits = digits(token, text, 2, 16);
  } else if (mark == 'x' || mark == 'X') {
    value.bits = digits(token, text, 2, 16);
  } else if (mark == 'b' || mark == 'B') {
    value.bits = digits(token, text, 2, 2);
  } else if (text.find_first_of(".eE") != std::string::npos) {
    value.real = true;
    char* end = nullptr;
    value.bits = std::bit_cast<uint64_t>(std::strtod(text.c_str(), &end));
    if (*end != '\0') throw PtxError(token.line, "not a number: " + text);
  } else {
    value.bits = digits(token, text, 0, mark >= '0' && mark <= '7' ? 8 : 10);
  }
  return value;
}

}  // namespace emu
