package io.millrace.cuda.vec;

import io.millrace.kernels.types.DataType;

/** Integers, dates, timestamps and durations, 64 bits each at {@code values}. */
public record DeviceLongs(DataType type, int length, long values, long validity)
    implements DeviceVec {}
