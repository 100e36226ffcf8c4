// Sum and count by dense group number, few groups: each block adds up in shared memory, then merges.
constexpr int GROUPS = 128;

extern "C" __global__ void groupFew(const int* __restrict__ groups, const double* __restrict__ values, int rows,
                                    int groupCount, double* sums, unsigned long long* counts) {
  __shared__ double blockSums[GROUPS];
  __shared__ unsigned blockCounts[GROUPS];
  for (int g = threadIdx.x; g < groupCount; g += blockDim.x) {
    blockSums[g] = 0;
    blockCounts[g] = 0;
  }
  __syncthreads();
  for (int row = blockIdx.x * blockDim.x + threadIdx.x; row < rows; row += gridDim.x * blockDim.x) {
    int g = groups[row];
    atomicAdd(&blockSums[g], values[row]);
    atomicAdd(&blockCounts[g], 1u);
  }
  __syncthreads();
  for (int g = threadIdx.x; g < groupCount; g += blockDim.x) {
    if (blockCounts[g] > 0) {
      atomicAdd(&sums[g], blockSums[g]);
      atomicAdd(&counts[g], (unsigned long long)blockCounts[g]);
    }
  }
}
