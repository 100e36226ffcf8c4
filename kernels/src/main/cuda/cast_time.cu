// Dates, timestamps and durations to one another: units toward the past, dates as midnights.
#include "failed.cuh"
#include "time.cuh"

// Seconds and nanoseconds, less than a second, to units of which there are `per_second`; false if 64
// bits do not hold them. Seconds before the epoch are taken one less far, so that only results out of
// range overflow.
__device__ __forceinline__ bool join_units(i64 seconds, i64 nanos, i64 per_second, i64* joined) {
  i64 units = nanos / (1000000000 / per_second);
  i64 whole = seconds < 0 ? seconds + 1 : seconds;
  i64 rest = seconds < 0 ? units - per_second : units;
  i64 product = (i64)((u64)whole * (u64)per_second);
  i64 sum = (i64)((u64)product + (u64)rest);
  bool fits = __mul64hi(whole, per_second) == product >> 63 && ((product ^ sum) & (rest ^ sum)) >= 0;
  *joined = fits ? sum : 0;
  return fits;
}

// To timestamps and durations; between a type with a zone and one without, the local time stays.
extern "C" __global__ void cast_units(int rows, const i64* __restrict__ values, const u32* __restrict__ validity,
                                      i64 per_second, Zone zone, i64 to_per_second, Zone to_zone, i64* __restrict__ to,
                                      u32* __restrict__ out, Tally* tally) {
#pragma unroll 1
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool fits = true;
    if (row < rows) {
      i64 value = values[row];
      i64 second = seconds_of(value, per_second);
      i64 nanos = per_second <= 1 ? 0 : floor_mod(value, per_second) * (1000000000 / per_second);
      i64 moved = from_local(to_zone, second + offset_at(zone, second));
      i64 joined;
      fits = join_units(moved, nanos, to_per_second, &joined);
      to[row] = joined;
    }
    settle(rows, row, validity, !fits, out, tally);
  }
}

// To dates, `per_day` of whose units a day has: 1, or 86,400,000.
extern "C" __global__ void cast_days(int rows, const i64* __restrict__ values, const u32* __restrict__ validity,
                                     i64 per_second, Zone zone, i64 least, i64 greatest, i64 per_day, i64* __restrict__ to,
                                     u32* __restrict__ out, Tally* tally) {
#pragma unroll 1
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool fits = true;
    if (row < rows) {
      i64 second = seconds_of(values[row], per_second);
      i64 day = floor_div(second + offset_at(zone, second), DAY);
      fits = day >= least && day <= greatest;
      to[row] = fits ? day * per_day : 0;
    }
    settle(rows, row, validity, !fits, out, tally);
  }
}

// Milliseconds to the whole days that such dates are.
extern "C" __global__ void cast_whole_days(int rows, const i64* __restrict__ from, i64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = from[row] - floor_mod(from[row], 1000 * DAY);
}
