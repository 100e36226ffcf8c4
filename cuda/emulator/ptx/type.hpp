// PTX's fundamental types.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace emu {

enum class Type : uint8_t { B8, U8, S8, B16, U16, S16, B32, U32, S32, F32, B64, U64, S64, F64, Pred };

struct TypeName {
  std::string_view name;
  Type type;
};

inline constexpr TypeName TYPE_NAMES[] = {
    {"b8", Type::B8},   {"u8", Type::U8},   {"s8", Type::S8},   {"b16", Type::B16}, {"u16", Type::U16},
    {"s16", Type::S16}, {"b32", Type::B32}, {"u32", Type::U32}, {"s32", Type::S32}, {"f32", Type::F32},
    {"b64", Type::B64}, {"u64", Type::U64}, {"s64", Type::S64}, {"f64", Type::F64}, {"pred", Type::Pred}};

inline std::optional<Type> typeNamed(std::string_view name) {
  for (const TypeName& each : TYPE_NAMES)
    if (each.name == name) return each.type;
  return {};
}

inline std::string_view nameOf(Type type) {
  for (const TypeName& each : TYPE_NAMES)
    if (each.type == type) return each.name;
  return "?";
}

// In bytes; a predicate has none.
inline uint32_t sizeOf(Type type) {
  switch (type) {
    case Type::B8: case Type::U8: case Type::S8: return 1;
    case Type::B16: case Type::U16: case Type::S16: return 2;
    case Type::B32: case Type::U32: case Type::S32: case Type::F32: return 4;
    case Type::Pred: return 0;
    default: return 8;
  }
}

inline bool isFloat(Type type) { return type == Type::F32 || type == Type::F64; }
inline bool isSigned(Type type) {
  return type == Type::S8 || type == Type::S16 || type == Type::S32 || type == Type::S64;
}
inline bool isBits(Type type) {
  return type == Type::B8 || type == Type::B16 || type == Type::B32 || type == Type::B64;
}

}  // namespace emu
