package io.millrace.kernels.cpu.load;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.DataType;

/** Brings rows of a host column into their lane. */
public final class ColumnLoader {
  private ColumnLoader() {}

  /** Rows {@code from} to {@code from + rows} of a column, which must lie within it. */
  public static CpuVec load(Scratch scratch, Column column, int from, int rows) {
    if (column.isDictionaryEncoded()) {
      return DictionaryLoader.load(scratch, column, from, rows);
    }
    long[] validity = ValidityLoader.load(scratch, column, from, rows);
    DataType type = column.type();
    long at = (long) column.offset() + from;
    return switch (type.lane()) {
      case LONG -> longs(scratch, column, at, rows, validity);
      case DOUBLE -> new DoubleVec(type, rows, doubles(scratch, column, at, rows), validity);
      case BOOL -> new BoolVec(rows, bits(scratch, column, at, rows), validity);
      case BYTES -> BytesLoader.load(scratch, column, from, rows, validity);
    };
  }

  private static LongVec longs(Scratch scratch, Column column, long at, int rows, long[] validity) {
    DataType type = column.type();
    if (rows > 0 && type.kind().width() == Long.BYTES) {
      long address = column.data().memoryAddress() + at * Long.BYTES;
      return LongVec.inMemory(type, rows, scratch, address, validity);
    }
    long[] values = scratch.longs(rows);
    if (rows > 0) {
      LongLoader.load(type.kind(), column.data().memoryAddress(), at, values, rows);
    }
    return new LongVec(type, rows, values, validity);
  }

  private static double[] doubles(Scratch scratch, Column column, long at, int rows) {
    double[] values = scratch.doubles(rows);
    if (rows > 0) {
      DoubleLoader.load(column.type().kind(), column.data().memoryAddress(), at, values, rows);
    }
    return values;
  }

  private static long[] bits(Scratch scratch, Column column, long at, int rows) {
    long[] bits = scratch.words(rows);
    if (rows > 0) {
      BitLoader.load(column.data().memoryAddress(), at, bits, rows);
    }
    return bits;
  }
}
