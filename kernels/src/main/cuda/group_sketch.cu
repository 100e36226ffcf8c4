// HyperLogLog sketches by group: 2^12 registers of a byte each; docs/state.md has their rules.
#include "group.cuh"

constexpr i32 REGISTERS = 4096;
constexpr i32 REST = 52;  // bits of a hash beside its register's number

// Registers are bytes within words that are compared and swapped.
__device__ __forceinline__ void raise(u32* sketch, u32 place, u32 value) {
  u32* word = sketch + (place >> 2);
  u32 shift = (place & 3) * 8;
  u32 now = *(volatile u32*)word;
  while ((now >> shift & 0xff) < value) {
    u32 before = atomicCAS(word, now, (now & ~(0xffu << shift)) | value << shift);
    if (before == now) break;
    now = before;
  }
}

extern "C" __global__ void group_sketch_add(int rows, const i32* __restrict__ ids, i64 form,
                                            const void* __restrict__ values, const i32* __restrict__ lengths,
                                            const u32* __restrict__ validity, u32* registers) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!valid(validity, row)) continue;
    u64 hash = form == TEXT ? hash_text(((const u8* const*)values)[row], lengths[row]) : mix(word_at(form, values, row));
    i32 zeros = __clzll((i64)(hash << 12));
    raise(registers + (i64)ids[row] * (REGISTERS / 4), (u32)(hash >> REST), (zeros < REST ? zeros : REST) + 1);
  }
}

// The i-th entry of an exported sketch, `register << 8 | value`: there is a byte for each register, or
// fewer bytes, four for each entry.
__device__ __forceinline__ u32 entry_at(const u8* text, i32 length, i32 i) {
  return length == REGISTERS ? (u32)i << 8 | text[i] : (u32)load_bytes(text + 4 * i, 4);
}

// Counts what is no entry of a sketch: a warp a sketch.
extern "C" __global__ void group_sketch_check(int rows, const u8* const* __restrict__ texts,
                                              const i32* __restrict__ lengths, const u32* __restrict__ validity,
                                              i32* wrong) {
  i32 lane = threadIdx.x & 31;
  for (i64 row = first_row() >> 5; row < rows; row += stride() >> 5) {
    if (!valid(validity, row)) continue;
    i32 length = lengths[row];
    if (length > REGISTERS || (length & 3) != 0) {
      if (lane == 0) atomicAdd(wrong, 1);
      continue;
    }
    i32 entries = length == REGISTERS ? REGISTERS : length / 4;
    for (i32 i = lane; i < entries; i += 32) {
      u32 entry = entry_at(texts[row], length, i);
      u32 value = entry & 0xff;
      bool none = value == 0 && length != REGISTERS;
      if (entry >> 8 >= REGISTERS || value > REST + 1 || none) atomicAdd(wrong, 1);
    }
  }
}

// Takes in exported sketches, which were checked: a warp each.
extern "C" __global__ void group_sketch_merge(int rows, const i32* __restrict__ ids, const u8* const* __restrict__ texts,
                                              const i32* __restrict__ lengths, const u32* __restrict__ validity,
                                              u32* registers) {
  i32 lane = threadIdx.x & 31;
  for (i64 row = first_row() >> 5; row < rows; row += stride() >> 5) {
    if (!valid(validity, row)) continue;
    u32* sketch = registers + (i64)ids[row] * (REGISTERS / 4);
    i32 length = lengths[row];
    i32 entries = length == REGISTERS ? REGISTERS : length / 4;
    for (i32 i = lane; i < entries; i += 32) {
      u32 entry = entry_at(texts[row], length, i);
      if ((entry & 0xff) != 0) raise(sketch, entry >> 8, entry & 0xff);
    }
  }
}

// Bytes of exported sketches: a warp each.
extern "C" __global__ void group_sketch_sizes(int count, const i32* __restrict__ list, const u32* __restrict__ registers,
                                              i32* __restrict__ sizes) {
  i32 lane = threadIdx.x & 31;
  for (i64 i = first_row() >> 5; i < count; i += stride() >> 5) {
    const uint4* sketch = (const uint4*)(registers + (i64)list[i] * (REGISTERS / 4));
    i32 entries = 0;
    for (i32 at = lane; at < REGISTERS / 16; at += 32) {
      uint4 four = sketch[at];
      u32 words[4] = {four.x, four.y, four.z, four.w};
      for (i32 w = 0; w < 4; w++) {
        if (words[w] != 0) {
          for (i32 b = 0; b < 32; b += 8) entries += (words[w] >> b & 0xff) != 0;
        }
      }
    }
    for (i32 step = 16; step > 0; step /= 2) entries += __shfl_xor_sync(~0u, entries, step);
    if (lane == 0) sizes[i] = entries * 4 < REGISTERS ? entries * 4 : REGISTERS;
  }
}

// Exported sketches, in the order of registers: a warp each.
extern "C" __global__ void group_sketch_export(int count, const i32* __restrict__ list, const u32* __restrict__ registers,
                                               const i32* __restrict__ sizes, const i64* __restrict__ offsets,
                                               u8* __restrict__ bytes, i64* __restrict__ addresses) {
  i32 lane = threadIdx.x & 31;
  for (i64 i = first_row() >> 5; i < count; i += stride() >> 5) {
    const u32* sketch = registers + (i64)list[i] * (REGISTERS / 4);
    u32* to = (u32*)(bytes + offsets[i]);
    if (lane == 0) addresses[i] = (i64)to;
    i32 size = sizes[i];
    i32 before = 0;
    for (i32 at = lane; size > 0 && at < REGISTERS / 4; at += 32) {
      u32 word = sketch[at];
      if (size == REGISTERS) {
        to[at] = word;
        continue;
      }
      if (!__any_sync(~0u, word != 0)) continue;
      i32 own = ((word & 0xff) != 0) + ((word & 0xff00) != 0) + ((word & 0xff0000) != 0) + (word >> 24 != 0);
      i32 sum = own;
      for (i32 step = 1; step < 32; step *= 2) {
        i32 other = __shfl_up_sync(~0u, sum, step);
        if (lane >= step) sum += other;
      }
      i32 place = before + sum - own;
      before += __shfl_sync(~0u, sum, 31);
      for (i32 b = 0; b < 4; b++) {
        u32 value = word >> 8 * b & 0xff;
        if (value != 0) to[place++] = (u32)(4 * at + b) << 8 | value;
      }
    }
  }
}

__device__ __forceinline__ double sigma(double x) {
  if (x == 1) return __longlong_as_double(0x7ff0000000000000ll);
  double y = 1, z = x, before;
  do {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  } while (z != before);
  return z;
}

__device__ __forceinline__ double tau(double x) {
  if (x == 0 || x == 1) return 0;
  double y = 1, z = 1 - x, before;
  do {
    x = sqrt(x);
    before = z;
    y *= 0.5;
    z -= (1 - x) * (1 - x) * y;
  } while (z != before);
  return z / 3;
}

// Ertl's improved estimator: a warp a sketch, first its histogram, then one lane's arithmetic.
extern "C" __global__ void group_sketch_estimate(int count, const i32* __restrict__ list,
                                                 const u32* __restrict__ registers, i64* __restrict__ estimates) {
  __shared__ i32 histograms[THREADS / 32][REST + 2];
  i32 lane = threadIdx.x & 31;
  i32* histogram = histograms[threadIdx.x >> 5];
  for (i64 i = first_row() >> 5; i < count; i += stride() >> 5) {
    for (i32 bin = lane; bin < REST + 2; bin += 32) histogram[bin] = 0;
    __syncwarp();
    const uint4* sketch = (const uint4*)(registers + (i64)list[i] * (REGISTERS / 4));
    i32 filled = 0;
    for (i32 at = lane; at < REGISTERS / 16; at += 32) {
      uint4 four = sketch[at];
      u32 words[4] = {four.x, four.y, four.z, four.w};
      for (i32 w = 0; w < 4; w++) {
        for (u32 rest = words[w]; rest != 0; rest >>= 8) {
          if ((rest & 0xff) != 0) {
            atomicAdd(histogram + (rest & 0xff), 1);
            filled++;
          }
        }
      }
    }
    for (i32 step = 16; step > 0; step /= 2) filled += __shfl_xor_sync(~0u, filled, step);
    __syncwarp();
    if (lane == 0) {
      double m = REGISTERS;
      double z = m * tau(1 - histogram[REST + 1] / m);
      for (i32 value = REST; value >= 1; value--) z = 0.5 * (z + histogram[value]);
      z += m * sigma((REGISTERS - filled) / m);
      // m / (2 ln 2), as Java rounds it.
      estimates[i] = (i64)floor(m / (2 * 0.6931471805599453) * m / z + 0.5);
    }
    __syncwarp();
  }
}

// Sketches of the groups in a list: a block each.
extern "C" __global__ void group_sketch_gather(int count, const i32* __restrict__ list, const uint4* __restrict__ from,
                                               uint4* __restrict__ to) {
  for (i64 i = blockIdx.x; i < count; i += gridDim.x) {
    to[i * (REGISTERS / 16) + threadIdx.x] = from[(i64)list[i] * (REGISTERS / 16) + threadIdx.x];
  }
}
