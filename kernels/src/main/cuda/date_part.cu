// Parts of instants, read in a zone.
#include "time.cuh"

// Zones differ from UTC by whole seconds. `per_second` is at least 1,000.
extern "C" __global__ void part_millisecond(int rows, const i64* __restrict__ values, i64 per_second,
                                            i64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    to[row] = floor_mod(values[row], per_second) / (per_second / 1000);
  }
}

// Hours, minutes and seconds: how often `unit` seconds fit into what has passed of the day, modulo `count`.
extern "C" __global__ void part_of_day(int rows, const i64* __restrict__ values, i64 per_second, Zone zone, i64 unit,
                                       i64 count, i64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    i64 second = seconds_of(values[row], per_second);
    to[row] = floor_mod(second + offset_at(zone, second), DAY) / unit % count;
  }
}

__device__ __forceinline__ i64 year_of(i64 day, Date date) { return date.year; }
__device__ __forceinline__ i64 quarter_of(i64 day, Date date) { return (date.month + 2) / 3; }
__device__ __forceinline__ i64 month_of(i64 day, Date date) { return date.month; }
__device__ __forceinline__ i64 day_of_month(i64 day, Date date) { return date.day; }
__device__ __forceinline__ i64 week_day(i64 day, Date date) { return day_of_week(day); }
__device__ __forceinline__ i64 year_day(i64 day, Date date) { return day - day_of(date.year, 1, 1) + 1; }

// The ISO week is that of the year in which its Thursday lies.
__device__ __forceinline__ i64 week_of(i64 day, Date date) {
  i64 thursday = day - day_of_week(day) + 4;
  return (thursday - day_of(date_of(thursday).year, 1, 1)) / 7 + 1;
}

#define PART(name, function)                                                                                      \
  extern "C" __global__ void name(int rows, const i64* __restrict__ values, i64 per_second, Zone zone,            \
                                  i64* __restrict__ to) {                                                         \
    _Pragma("unroll 1") for (i64 row = first_row(); row < rows; row += stride()) {                                \
      i64 second = seconds_of(values[row], per_second);                                                           \
      i64 day = floor_div(second + offset_at(zone, second), DAY);                                                 \
      to[row] = function(day, date_of(day));                                                                      \
    }                                                                                                             \
  }

PART(part_year, year_of)
PART(part_quarter, quarter_of)
PART(part_month, month_of)
PART(part_week, week_of)
PART(part_day, day_of_month)
PART(part_day_of_week, week_day)
PART(part_day_of_year, year_day)
