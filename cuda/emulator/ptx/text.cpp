#include "ptx/text.hpp"

#include <cctype>

namespace emu {
namespace {

bool wordStart(char c) { return std::isalpha((unsigned char)c) || c == '_' || c == '$' || c == '%' || c == '.'; }
bool wordPart(char c) { return wordStart(c) || std::isdigit((unsigned char)c); }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Token> all() {
    std::vector<Token> tokens;
    for (skipBlank(); at_ < text_.size(); skipBlank()) tokens.push_back(next());
    tokens.push_back({Token::End, {}, line_});
    return tokens;
  }

 private:
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void skipBlank() {
    for (; at_ < text_.size(); at_++) {
      if (peek() == '\n') {
        line_++;
      } else if (peek() == '/' && peek(1) == '/') {
        while (peek(1) != '\n' && at_ + 1 < text_.size()) at_++;
      } else if (peek() == '/' && peek(1) == '*') {
        for (at_ += 2; at_ < text_.size() && !(peek() == '*' && peek(1) == '/'); at_++) line_ += peek() == '\n';
        at_++;
      } else if (!std::isspace((unsigned char)peek()) && peek() != '\0') {
        return;
      }
    }
  }

  Token next() {
    size_t from = at_;
    char c = peek();
    if (c == '"') {
      for (at_++; peek() != '"'; at_++)
        if (at_ >= text_.size()) throw PtxError(line_, "a string has no end");
      at_++;
      return cut(Token::String, from);
    }
    if (std::isdigit((unsigned char)c) || (c == '.' && std::isdigit((unsigned char)peek(1)))) {
      scanNumber();
      return cut(Token::Number, from);
    }
    if (wordStart(c)) {
      scanWord();
      return cut(Token::Word, from);
    }
    at_++;
    return cut(Token::Punct, from);
  }

  void scanNumber() {
    bool prefixed = peek() == '0' && std::isalpha((unsigned char)peek(1));
    for (at_++; std::isalnum((unsigned char)peek()) || peek() == '.'; at_++) {
      char c = peek();
      if (!prefixed && (c == 'e' || c == 'E') && (peek(1) == '-' || peek(1) == '+')) at_++;
    }
  }

  void scanWord() {
    for (;;) {
      if (wordPart(peek())) {
        at_++;
      } else if (peek() == ':' && peek(1) == ':' && wordStart(peek(2))) {
        at_ += 2;
      } else {
        return;
      }
    }
  }

  Token cut(Token::Kind kind, size_t from) const { return {kind, text_.substr(from, at_ - from), line_}; }

  std::string_view text_;
  size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) { return Scanner(text).all(); }

}  // namespace emu
