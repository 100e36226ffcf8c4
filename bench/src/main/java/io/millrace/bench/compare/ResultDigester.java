package io.millrace.bench.compare;

import io.millrace.bench.data.SplitMix64;
import io.millrace.error.InternalException;
import io.millrace.kernels.memory.Raw;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Computes the digest of results that lie in Arrow vectors. */
public final class ResultDigester {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long FNV_BASIS = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private ResultDigester() {}

  /**
   * The digest of one batch of a result.
   *
   * @param batch columns of 64-bit integers or times, decimals that fit into 64 bits, and strings;
   *     no nulls. Stays the caller's.
   */
  public static ResultDigest of(VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    long[] hashes = new long[rows];
    for (FieldVector column : batch.getFieldVectors()) {
      if (column.getNullCount() > 0) {
        throw refused("a result has no nulls", column);
      }
      combine(column, rows, hashes);
    }
    long sum = 0;
    for (long hash : hashes) {
      sum += hash;
    }
    return new ResultDigest(rows, sum);
  }

  private static void combine(FieldVector column, int rows, long[] hashes) {
    switch (column) {
      case BaseFixedWidthVector fixed
          when fixed.getTypeWidth() == Long.BYTES || fixed.getTypeWidth() == 2 * Long.BYTES ->
          combineLongs(fixed.getDataBufferAddress(), fixed.getTypeWidth(), rows, hashes);
      case BaseVariableWidthVector strings -> combineStrings(strings, 4, rows, hashes);
      case BaseLargeVariableWidthVector strings -> combineStrings(strings, 8, rows, hashes);
      default -> throw refused("a result has integers of 64 bits, times and strings", column);
    }
  }

  /** The low 64 bits of each value; those of a 128-bit decimal are its value modulo 2^64. */
  private static void combineLongs(long address, int width, int rows, long[] hashes) {
    for (int i = 0; i < rows; i++) {
      hashes[i] = step(hashes[i], Raw.getLong(address + (long) width * i));
    }
  }

  private static void combineStrings(FieldVector column, int width, int rows, long[] hashes) {
    long bytes = column.getDataBuffer().memoryAddress();
    long offsets = column.getOffsetBuffer().memoryAddress();
    for (int i = 0; i < rows; i++) {
      long start = offset(offsets + (long) width * i, width);
      long end = offset(offsets + (long) width * (i + 1), width);
      hashes[i] = step(hashes[i], fnv(bytes + start, bytes + end));
    }
  }

  private static long offset(long address, int width) {
    return width == Integer.BYTES ? Raw.getInt(address) : Raw.getLong(address);
  }

  static long step(long hash, long value) {
    return SplitMix64.mix((hash ^ value) + GOLDEN);
  }

  private static long fnv(long from, long end) {
    long hash = FNV_BASIS;
    for (long at = from; at < end; at++) {
      hash = (hash ^ (Raw.getByte(at) & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }

  private static InternalException refused(String rule, FieldVector column) {
    return new InternalException(
        "Rule: %s. column=%s, nulls=%d. Change the contender's query."
            .formatted(rule, column.getField(), column.getNullCount()));
  }
}
