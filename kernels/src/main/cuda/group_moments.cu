// Count, mean and sum of squared distances by group: a batch's own in two passes over its rows, then
// merged as Chan, Golub and LeVeque do. Large values with a small spread keep their digits.
//
// A row is one value, or the state of several: then it has a count, a mean and squares of its own.
#include "group.cuh"

// Whether a row has anything to take in.
__device__ __forceinline__ bool counts_for(i64 row, const u32* validity, const i64* counts, const u32* counted) {
  return valid(validity, row) && (counts == nullptr || (valid(counted, row) && counts[row] > 0));
}

__device__ __forceinline__ double weight(i64 row, const i64* counts) { return counts == nullptr ? 1 : (double)counts[row]; }

extern "C" __global__ void group_moments_sum(int rows, const i32* __restrict__ ids, i64 form,
                                             const void* __restrict__ values, const u32* __restrict__ validity,
                                             const i64* __restrict__ counts, const u32* __restrict__ counted,
                                             u64* batch_counts, double* batch_sums) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!counts_for(row, validity, counts, counted)) continue;
    i32 id = ids[row];
    atomicAdd(batch_counts + id, counts == nullptr ? 1ull : (u64)counts[row]);
    atomicAdd(batch_sums + id, weight(row, counts) * number_at(form, values, row));
  }
}

extern "C" __global__ void group_moments_squares(int rows, const i32* __restrict__ ids, i64 form,
                                                 const void* __restrict__ values, const u32* __restrict__ validity,
                                                 const i64* __restrict__ counts, const u32* __restrict__ counted,
                                                 const double* __restrict__ squares,
                                                 const u64* __restrict__ batch_counts,
                                                 const double* __restrict__ batch_sums, double* batch_squares) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!counts_for(row, validity, counts, counted)) continue;
    i32 id = ids[row];
    double distance = number_at(form, values, row) - batch_sums[id] / (double)batch_counts[id];
    double square = weight(row, counts) * distance * distance + (squares == nullptr ? 0 : squares[row]);
    atomicAdd(batch_squares + id, square);
  }
}

extern "C" __global__ void group_moments_merge(int groups, const u64* __restrict__ batch_counts,
                                               const double* __restrict__ batch_sums,
                                               const double* __restrict__ batch_squares, u64* __restrict__ counts,
                                               double* __restrict__ means, double* __restrict__ squares) {
  ONE_BY_ONE
  for (i64 group = first_row(); group < groups; group += stride()) {
    u64 more = batch_counts[group];
    if (more == 0) continue;
    double mean = batch_sums[group] / (double)more;
    u64 before = counts[group];
    u64 total = before + more;
    counts[group] = total;
    if (before == 0) {
      means[group] = mean;
      squares[group] = batch_squares[group];
      continue;
    }
    double distance = mean - means[group];
    double share = (double)more / (double)total;
    squares[group] += batch_squares[group] + distance * distance * share * (double)before;
    means[group] += distance * share;
  }
}

// Takes states out again; each group comes once.
extern "C" __global__ void group_moments_deduct(int rows, const i32* __restrict__ ids, const i64* __restrict__ less,
                                                const double* __restrict__ less_means,
                                                const double* __restrict__ less_squares, i64* __restrict__ counts,
                                                double* __restrict__ means, double* __restrict__ squares) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    i32 id = ids[row];
    i64 total = counts[id];
    i64 left = total - less[row];
    if (left <= 0) {
      counts[id] = 0;
      means[id] = 0;
      squares[id] = 0;
      continue;
    }
    double mean = means[id] + (means[id] - less_means[row]) * (double)less[row] / (double)left;
    double distance = less_means[row] - mean;
    double rest = squares[id] - less_squares[row] - distance * distance * ((double)left * (double)less[row] / (double)total);
    counts[id] = left;
    means[id] = mean;
    squares[id] = left == 1 || rest < 0 ? 0 : rest;
  }
}

// Sample variance, or its root.
extern "C" __global__ void group_moments_finish(int count, const i32* __restrict__ list, i32 root,
                                                const u64* __restrict__ counts, const double* __restrict__ squares,
                                                double* __restrict__ values, u32* __restrict__ bits) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < padded(count); i += stride()) {
    u64 n = i < count ? counts[list[i]] : 0;
    if (i < count) {
      double variance = n < 2 ? 0 : squares[list[i]] / (double)(n - 1);
      values[i] = root != 0 ? sqrt(variance) : variance;
    }
    put_bit(bits, i, n >= 2);
  }
}
