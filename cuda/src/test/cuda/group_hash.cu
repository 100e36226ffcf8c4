// Sum and count by 64-bit key, any number of groups: a table of row numbers with linear probing. A
// slot is claimed by compare-and-swap of the row; keys are compared through the row, so that no key
// value is special.
__device__ unsigned long long mixed(unsigned long long h) {
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ull;
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ull;
  return h ^ h >> 32;
}

extern "C" __global__ void groupHash(const long long* __restrict__ keys, const long long* __restrict__ values, int rows,
                                     int* slots, unsigned mask, unsigned long long* sums, unsigned* counts) {
  for (int row = blockIdx.x * blockDim.x + threadIdx.x; row < rows; row += gridDim.x * blockDim.x) {
    long long key = keys[row];
    unsigned at = (unsigned)mixed((unsigned long long)key) & mask;
    for (;; at = (at + 1) & mask) {
      int holder = *(volatile int*)&slots[at];
      if (holder < 0) holder = atomicCAS(&slots[at], -1, row);
      if (holder < 0 || keys[holder] == key) break;
    }
    atomicAdd(&sums[at], (unsigned long long)values[row]);
    atomicAdd(&counts[at], 1u);
  }
}
