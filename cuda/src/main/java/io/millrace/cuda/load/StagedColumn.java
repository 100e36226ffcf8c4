package io.millrace.cuda.load;

import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/**
 * One column on the device, its buffers as Arrow has them, cut to its rows.
 *
 * @param type the value type
 * @param rows rows
 * @param validity address of its bitmap, 0 if no row is null
 * @param validityOffset bits before the first row's
 * @param offsets address of the first row's offset, 0 unless text or binary
 * @param data address of the first row's value, bit, or dictionary index; for text and binary of
 *     the byte at offset {@code firstByte}
 * @param dataOffset for booleans bits before the first row's
 * @param firstByte for text and binary the least offset that is here
 * @param lastByte for text and binary the end of what is here
 * @param indices the integer kind of dictionary indices, null for a plain column
 * @param dictionary the values that indices point to, null for a plain column
 */
record StagedColumn(
    DataType type,
    int rows,
    long validity,
    int validityOffset,
    long offsets,
    long data,
    int dataOffset,
    long firstByte,
    long lastByte,
    Kind indices,
    StagedColumn dictionary) {}
