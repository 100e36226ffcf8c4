// The handlers of each family, by the name that PTX gives the operation and its type. A null
// pointer means that there is no such instruction.
#pragma once

#include <string_view>

#include "decode/program.hpp"

namespace emu {

// Slots: d, a[, b[, c]].
Handler integerHandler(std::string_view op, Type type);       // add sub min max div rem abs neg and …
Handler multiplyHandler(std::string_view op, std::string_view part, Type type);  // mul mad × lo hi wide
Handler carryHandler(std::string_view op, std::string_view part, Type type);     // add sub mad(lo, hi)
Handler bitHandler(std::string_view op, Type type);           // popc clz bfind brev bfe bfi prmt lop3 shf…
Handler floatHandler(std::string_view op, Type type);         // add sub mul fma div sqrt min max abs neg …
Handler approximateHandler(std::string_view op, Type type);   // sin cos lg2 ex2 rcp rsqrt tanh

// Comparison `name` of `type`: slots p, q or NONE, a, b[, c]; variant: 0 none, 1 and, 2 or, 3 xor.
Handler compareHandler(std::string_view name, Type type);
// set: slots d, a, b[, c]; D is 32 bits wide, `toFloat` for 1.0f.
Handler setHandler(std::string_view name, Type type, bool toFloat);
Handler selectHandler(Type type);        // selp: slots d, a, b, p
Handler selectBySignHandler(Type type, bool byFloat);  // slct: slots d, a, b, c
Handler predicateHandler(std::string_view op);         // and or xor not mov on predicates
Handler moveHandler(uint8_t bytes);
Handler packHandler();    // mov d, {a, b…}: variant = bytes of one part
Handler unpackHandler();  // mov {a, b…}, s: variant = bytes of one part
Handler clockHandler();   // mov d, %clock

// cvt; dstBytes and srcBytes are the widths of the slots.
// integerRounding: .rni and so on between floats of the same type.
Handler convertHandler(Type to, Type from, bool integerRounding);

// Slots 0 to 3: the elements; 4: the address, or NONE where `offset` is all of it.
Handler loadHandler(Type type, uint8_t dstBytes);
Handler storeHandler(uint8_t bytes, uint8_t srcBytes);
Handler toGenericHandler(uint8_t srcBytes);    // cvta; space names from where
Handler fromGenericHandler();                  // cvta.to
Handler isSpaceHandler();
Handler prefetchHandler();

// Slots: d or NONE, b[, c]; 4: the address.
Handler atomicHandler(std::string_view op, Type type);
Handler fenceHandler();  // variant 1: within the block only

// Collectives of a warp: executed when all threads that slot[5] names are there.
Handler shuffleHandler();                      // slots d, p or NONE, a, b, c, mask; variant: 0 up 1 down 2 bfly 3 idx
Handler voteHandler(std::string_view mode);    // slots d, p, -, -, -, mask
Handler matchHandler(std::string_view mode, Type type);  // slots d, p or NONE, a, -, -, mask
Handler reduceHandler(std::string_view op, Type type);   // redux: slots d, a, -, -, -, mask
Handler warpBarrierHandler();
Handler activeMaskHandler();
Handler trapHandler();

}  // namespace emu
