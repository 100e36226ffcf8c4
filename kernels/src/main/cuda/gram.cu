// Rows of several columns as a column-major matrix, centred about the columns' means, which cuBLAS
// then multiplies by itself. All sums are in an order that depends on the number of rows alone.
#include "rows.cuh"

// Rows whose distances a block of gram_sum adds up: 32 a thread.
constexpr int TILE = 8192;

// The rows of a pane, but for those that lack a value.
extern "C" __global__ void gram_pane(int rows, const i64* __restrict__ panes, i64 pane, const u32* __restrict__ validity,
                                     u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    put_bit(to, row, row < rows && panes[row] == pane && valid(validity, row));
  }
}

// The rows of later panes.
extern "C" __global__ void gram_later(int rows, const i64* __restrict__ panes, i64 pane, u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    put_bit(to, row, row < rows && panes[row] > pane);
  }
}

// A column of the matrix: the values at some positions, or one after the other without.
extern "C" __global__ void gram_gather(int rows, const double* __restrict__ from, const i32* __restrict__ positions,
                                       double* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = from[positions == nullptr ? row : positions[row]];
}

// What distances are summed up from: the first value, so that equal values have exactly their own
// mean, and large ones with a small spread lose nothing.
__device__ __forceinline__ double origin(const double* column) {
  double first = column[0];
  return isfinite(first) ? first : 0;
}

// A block adds up one tile of one column: threads what they stride over, then lanes, then warps.
extern "C" __global__ void gram_sum(int rows, i64 tiles, const double* __restrict__ matrix, double* __restrict__ sums) {
  __shared__ double of_warp[THREADS / 32];
  const double* column = matrix + blockIdx.x / tiles * rows;
  i64 begin = blockIdx.x % tiles * TILE;
  i64 end = begin + TILE < rows ? begin + TILE : rows;
  double from = origin(column);
  double sum = 0;
  for (i64 row = begin + threadIdx.x; row < end; row += THREADS) sum += column[row] - from;
  for (int step = 16; step > 0; step /= 2) sum += __shfl_down_sync(~0u, sum, step);
  if ((threadIdx.x & 31) == 0) of_warp[threadIdx.x >> 5] = sum;
  __syncthreads();
  if (threadIdx.x == 0) {
    sum = 0;
    for (int warp = 0; warp < THREADS / 32; warp++) sum += of_warp[warp];
    sums[blockIdx.x] = sum;
  }
}

// The mean of each column from the sums of its tiles.
extern "C" __global__ void gram_mean(int columns, i64 tiles, i64 rows, const double* __restrict__ matrix,
                                     const double* __restrict__ sums, double* __restrict__ means) {
  for (i64 column = first_row(); column < columns; column += stride()) {
    double sum = 0;
    for (i64 tile = 0; tile < tiles; tile++) sum += sums[column * tiles + tile];
    means[column] = origin(matrix + column * rows) + sum / (double)rows;
  }
}

// Takes its mean off each value of a column.
extern "C" __global__ void gram_centre(int rows, const double* __restrict__ mean, double* __restrict__ column) {
  double off = *mean;
  for (i64 row = first_row(); row < rows; row += stride()) column[row] -= off;
}
