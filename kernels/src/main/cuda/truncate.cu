// Instants to the beginning of a unit, in a zone.
#include "time.cuh"

// A beginning before the least value wraps.
__device__ __forceinline__ i64 less_of(i64 a, i64 b) { return (i64)((u64)a - (u64)b); }

// Seconds and shorter: zones differ from UTC by whole seconds.
extern "C" __global__ void truncate_fine(int rows, const i64* __restrict__ values, i64 step, i64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = less_of(values[row], floor_mod(values[row], step));
}

// An offset that still stands at the beginning of the unit is kept: an hour that comes twice has two
// beginnings.
template <typename Begin>
__device__ __forceinline__ void truncate(int rows, const i64* __restrict__ values, i64 per_second, Zone zone,
                                         i64* __restrict__ to, Begin begin) {
#pragma unroll 1
  for (i64 row = first_row(); row < rows; row += stride()) {
    i64 second = seconds_of(values[row], per_second);
    i64 offset = offset_at(zone, second);
    i64 local = begin(second + offset);
    i64 began = local - offset;
    if (offset_at(zone, began) != offset) began = from_local(zone, local);
    to[row] = per_second == 0 ? floor_div(began, DAY) : (i64)((u64)began * (u64)per_second);
  }
}

// Hours and minutes.
extern "C" __global__ void truncate_seconds(int rows, const i64* values, i64 per_second, Zone zone, i64 unit, i64* to) {
  truncate(rows, values, per_second, zone, to, [unit](i64 local) { return local - floor_mod(local, unit); });
}

#define DAYS(name, expression)                                                                                   \
  extern "C" __global__ void name(int rows, const i64* values, i64 per_second, Zone zone, i64* to) {             \
    truncate(rows, values, per_second, zone, to, [](i64 local) {                                                 \
      i64 day = floor_div(local, DAY);                                                                           \
      return (expression) * DAY;                                                                                 \
    });                                                                                                          \
  }

__device__ __forceinline__ i64 year_begin(i64 day) { return day_of(date_of(day).year, 1, 1); }

__device__ __forceinline__ i64 quarter_begin(i64 day) {
  Date date = date_of(day);
  return day_of(date.year, (date.month - 1) / 3 * 3 + 1, 1);
}

DAYS(truncate_year, year_begin(day))
DAYS(truncate_quarter, quarter_begin(day))
DAYS(truncate_month, day - date_of(day).day + 1)
DAYS(truncate_week, day - day_of_week(day) + 1)
DAYS(truncate_day, day)
