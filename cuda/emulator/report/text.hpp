// Messages put together from their parts.
#pragma once

#include <cstdint>
#include <cstdio>
#include <sstream>
#include <string>

namespace emu {

inline std::string hex(uint64_t value) {
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "0x%llx", (unsigned long long)value);
  return buffer;
}

template <class... Parts>
std::string text(const Parts&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return out.str();
}

}  // namespace emu
