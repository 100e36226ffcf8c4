// Exclusive prefix sums of each block's values by shuffles, and the blocks' totals.
extern "C" __global__ void blockScan(const int* __restrict__ values, int rows, int* before, int* totals) {
  extern __shared__ int warpTotals[];
  int row = blockIdx.x * blockDim.x + threadIdx.x, lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  int value = row < rows ? values[row] : 0, sum = value;
  for (int by = 1; by < 32; by <<= 1) {
    int other = __shfl_up_sync(0xffffffffu, sum, by);
    if (lane >= by) sum += other;
  }
  if (lane == 31) warpTotals[warp] = sum;
  __syncthreads();
  if (warp == 0) {
    int warps = blockDim.x >> 5, own = lane < warps ? warpTotals[lane] : 0, all = own;
    for (int by = 1; by < 32; by <<= 1) {
      int other = __shfl_up_sync(0xffffffffu, all, by);
      if (lane >= by) all += other;
    }
    if (lane < warps) warpTotals[lane] = all - own;
    if (lane == 31) totals[blockIdx.x] = all;
  }
  __syncthreads();
  if (row < rows) before[row] = warpTotals[warp] + sum - value;
}
