// Dates and times: division toward the past, the calendar, and the offsets of zones.
#pragma once
#include "rows.cuh"

constexpr i64 DAY = 86400;

// The divisor is positive.
__device__ __forceinline__ i64 floor_div(i64 a, i64 b) {
  i64 quotient = a / b;
  return a < 0 && quotient * b != a ? quotient - 1 : quotient;
}

__device__ __forceinline__ i64 floor_mod(i64 a, i64 b) { return a - floor_div(a, b) * b; }

// Whole seconds of a value; `per_second` is 0 for days.
__device__ __forceinline__ i64 seconds_of(i64 value, i64 per_second) {
  return per_second == 0 ? value * DAY : per_second == 1 ? value : floor_div(value, per_second);
}

// Days since 1970-01-01 to year, month and day in the proleptic Gregorian calendar and back, as in
// Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms". Years begin in March there, so the
// leap day comes last; 400 years have 146,097 days, and 0000-03-01 is 719,468 days before 1970.
struct Date {
  i64 year;
  i32 month;
  i32 day;
};

__device__ __forceinline__ i64 day_of(i64 year, i32 month, i32 day) {
  i64 march_year = month <= 2 ? year - 1 : year;
  i64 era = floor_div(march_year, 400);
  i32 year_of_era = (i32)(march_year - era * 400);
  i32 day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  i32 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

__device__ __forceinline__ Date date_of(i64 day) {
  i64 shifted = day + 719468;
  i64 era = floor_div(shifted, 146097);
  i32 day_of_era = (i32)(shifted - era * 146097);
  i32 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  i32 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  i32 march_month = (5 * day_of_year + 2) / 153;
  i32 month = march_month < 10 ? march_month + 3 : march_month - 9;
  return {year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * march_month + 2) / 5 + 1};
}

// Monday is 1, Sunday 7; the epoch was a Thursday.
__device__ __forceinline__ i32 day_of_week(i64 day) { return (i32)floor_mod(day + 3, 7) + 1; }

// A zone's table, ZoneTable.java makes it: how many changes of its offset there are, where the years
// begin whose changes repeat every 400 years, then the second of each change, the local second at
// which the offset before it is no longer taken, and the offsets before, between and after.
// No table is UTC.
using Zone = const i64* __restrict__;

constexpr i64 CYCLE = 146097 * DAY;
// Instants end there; offsets do not change farther out.
constexpr i64 FARTHEST = 30000000000000000ll;

__device__ __forceinline__ i64 within_table(Zone zone, i64 second) {
  i64 start = zone[1];
  return second < start + CYCLE ? second : start + (second - start) % CYCLE;
}

// How many of the ascending numbers are not above the value.
__device__ __forceinline__ i64 not_above(const i64* __restrict__ numbers, i64 count, i64 value) {
  i64 from = 0, to = count;
  while (from < to) {
    i64 middle = (from + to) / 2;
    if (numbers[middle] <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}

__device__ __forceinline__ i64 offset_at(Zone zone, i64 second) {
  if (zone == nullptr) return 0;
  i64 near = second < -FARTHEST ? -FARTHEST : second > FARTHEST ? FARTHEST : second;
  i64 count = zone[0];
  return zone[2 + 2 * count + not_above(zone + 2, count, within_table(zone, near))];
}

// The second of a local second: the earlier of two, and past a gap by the gap's length.
__device__ __forceinline__ i64 from_local(Zone zone, i64 local) {
  if (zone == nullptr) return local;
  if (local > FARTHEST || local < -FARTHEST) return local - offset_at(zone, local);
  i64 count = zone[0];
  return local - zone[2 + 2 * count + not_above(zone + 2 + count, count, within_table(zone, local))];
}
