package io.millrace.cuda.vec;

import io.millrace.kernels.types.DataType;

/** Floating point numbers, 64 bits each at {@code values}. */
public record DeviceDoubles(DataType type, int length, long values, long validity)
    implements DeviceVec {}
