package io.millrace.bench.device;

import io.millrace.bench.data.SplitMix64;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.kernels.memory.Raw;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** When the results of two devices are the same. */
enum Agreement {
  /** The same rows in the same order, to the last bit. */
  ORDERED {
    @Override
    boolean same(List<Batch> a, List<Batch> b) {
      return rows(a) == rows(b) && hash(a, true) == hash(b, true);
    }
  },
  /** The same rows in whatever order. */
  UNORDERED {
    @Override
    boolean same(List<Batch> a, List<Batch> b) {
      return rows(a) == rows(b) && hash(a, false) == hash(b, false);
    }
  },
  /** Numbers in the same order, each within rounding of the greatest of its column. */
  ROUNDED {
    @Override
    boolean same(List<Batch> a, List<Batch> b) {
      if (rows(a) != rows(b)) {
        return false;
      }
      for (int column = 0; column < a.getFirst().columns().size(); column++) {
        if (!close(numbers(a, column), numbers(b, column))) {
          return false;
        }
      }
      return true;
    }
  };

  private static final double ROUNDING = 1e-9;

  /** Whether they are. */
  abstract boolean same(List<Batch> a, List<Batch> b);

  static long rows(List<Batch> batches) {
    return batches.stream().mapToLong(Batch::rows).sum();
  }

  private static long hash(List<Batch> batches, boolean ordered) {
    long sum = 0;
    long place = 0;
    for (Batch batch : batches) {
      for (int row = 0; row < batch.rows(); row++) {
        long hash = ordered ? place++ : 0;
        for (Column column : batch.columns()) {
          hash = SplitMix64.mix(hash * 31 + value(column, row));
        }
        sum += hash;
      }
    }
    return sum;
  }

  private static long value(Column column, int row) {
    if (ColumnValues.isNull(column, row)) {
      return 0x6E756C6CL;
    }
    return switch (column.type().lane()) {
      case LONG -> ColumnValues.getLong(column, row);
      case DOUBLE -> Double.doubleToLongBits(ColumnValues.getDouble(column, row));
      case BOOL -> ColumnValues.getBoolean(column, row) ? 1 : 2;
      case BYTES -> {
        long address = ColumnValues.bytesAddress(column, row);
        long length = ColumnValues.bytesLength(column, row);
        long hash = length;
        for (long i = 0; i < length; i++) {
          hash = (hash ^ Raw.getByte(address + i)) * 0x100000001B3L;
        }
        yield hash;
      }
    };
  }

  private static boolean close(double[] left, double[] right) {
    double greatest = Arrays.stream(left).map(Math::abs).max().orElse(0);
    return IntStream.range(0, left.length)
        .allMatch(i -> Math.abs(left[i] - right[i]) <= ROUNDING * greatest);
  }

  private static double[] numbers(List<Batch> batches, int column) {
    return batches.stream()
        .map(batch -> batch.column(column))
        .flatMapToDouble(
            values -> IntStream.range(0, values.length()).mapToDouble(row -> number(values, row)))
        .toArray();
  }

  private static double number(Column column, int row) {
    return column.type().kind().isFloating()
        ? ColumnValues.getDouble(column, row)
        : ColumnValues.getLong(column, row);
  }
}
