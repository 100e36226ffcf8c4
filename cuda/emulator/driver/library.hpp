// What libraries that stand on the driver ask of it, beside CUDA's own functions.
#pragma once

#include <cstdint>

extern "C" {

// Queues work on a stream of the current context. `perform` answers 0, or the error by which the
// context dies; `release` is called once in any case, when the data is needed no more.
int millraceEmuQueue(void* stream, int (*perform)(void*), void (*release)(void*), void* data);

// From within `perform`: checks that the bytes lie in one live allocation, were written before they
// are read, and that no other stream's work that nothing orders touches them. Answers 0, or the error that a kernel's access would be; the report says `what`.
int millraceEmuTouch(uint64_t address, uint64_t bytes, int write, const char* what);
}
