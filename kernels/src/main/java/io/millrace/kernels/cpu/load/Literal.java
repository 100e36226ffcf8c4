package io.millrace.kernels.cpu.load;

import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.util.Arrays;

/** One value in every row. */
public final class Literal {
  private Literal() {}

  /** A vector of {@code value}, boxed as its lane asks, or of nulls. */
  public static CpuVec of(Scratch scratch, DataType type, Object value, int rows) {
    long[] validity = value == null ? Words.all(scratch, false, rows) : null;
    return switch (type.lane()) {
      case LONG ->
          value == null
              ? new LongVec(type, rows, scratch.longs(rows), validity)
              : LongVec.constant(type, rows, scratch, boxed(Long.class, type, value));
      case DOUBLE -> {
        double[] values = scratch.doubles(rows);
        Arrays.fill(values, 0, rows, value == null ? 0 : boxed(Double.class, type, value));
        yield new DoubleVec(type, rows, values, validity);
      }
      case BOOL -> {
        boolean set = value != null && boxed(Boolean.class, type, value);
        yield new BoolVec(rows, Words.all(scratch, set, rows), validity);
      }
      case BYTES ->
          bytes(
              scratch,
              type,
              value == null ? new byte[0] : boxed(byte[].class, type, value),
              rows,
              validity);
    };
  }

  private static BytesVec bytes(
      Scratch scratch, DataType type, byte[] value, int rows, long[] validity) {
    long address = scratch.bytes(value.length);
    Raw.copy(value, 0, address, value.length);
    long[] addresses = scratch.longs(rows);
    int[] lengths = scratch.ints(rows);
    Arrays.fill(addresses, 0, rows, address);
    Arrays.fill(lengths, 0, rows, value.length);
    return new BytesVec(type, rows, addresses, lengths, validity);
  }

  private static <T> T boxed(Class<T> box, DataType type, Object value) {
    if (!box.isInstance(value)) {
      throw new InternalException(
          "A literal is boxed as its lane asks: type="
              + type
              + ", expected="
              + box.getSimpleName()
              + ", got="
              + value.getClass().getSimpleName()
              + ".");
    }
    return box.cast(value);
  }
}
