// Count by dense group number under skew: threads of a warp with the same group send one addition.
extern "C" __global__ void groupSkew(const int* __restrict__ groups, const int* __restrict__ values, int rows,
                                     int* sums, unsigned* counts) {
  int row = blockIdx.x * blockDim.x + threadIdx.x;
  unsigned present = __ballot_sync(0xffffffffu, row < rows);
  if (row >= rows) return;
  int g = groups[row], value = values[row];
  unsigned peers = __match_any_sync(present, g);
  unsigned lane = threadIdx.x & 31, before = peers & ((1u << lane) - 1);
  int total = 0;
  for (unsigned left = peers; left; left &= left - 1) total += __shfl_sync(peers, value, __ffs(left) - 1);
  if (before == 0) {
    atomicAdd(&sums[g], total);
    atomicAdd(&counts[g], __popc(peers));
  }
}
