package io.millrace.placement;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.kernels.memory.Raw;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the results of two devices: the same rows, in whatever order, floating point numbers
 * within rounding. Rows are matched by all their other columns.
 */
public final class ResultComparison {
  /** Sums in another order differ by so much of their size at most. */
  private static final double ROUNDING = 1e-9;

  private ResultComparison() {}

  /** A row: its floating point numbers apart from its other values. */
  private record Row(List<Object> exact, double[] numbers) {}

  /** How many rows of either side have no equal on the other. */
  public static long differences(List<Batch> first, List<Batch> second) {
    Map<List<Object>, List<double[]>> unmatched = new HashMap<>();
    for (Batch batch : first) {
      for (int row = 0; row < batch.rows(); row++) {
        Row read = read(batch, row);
        unmatched.computeIfAbsent(read.exact(), _ -> new ArrayList<>()).add(read.numbers());
      }
    }
    long differences = 0;
    for (Batch batch : second) {
      for (int row = 0; row < batch.rows(); row++) {
        differences += removed(unmatched, read(batch, row)) ? 0 : 1;
      }
    }
    return differences + unmatched.values().stream().mapToLong(List::size).sum();
  }

  private static boolean removed(Map<List<Object>, List<double[]>> unmatched, Row row) {
    List<double[]> candidates = unmatched.getOrDefault(row.exact(), Collections.emptyList());
    for (int i = 0; i < candidates.size(); i++) {
      if (close(candidates.get(i), row.numbers())) {
        candidates.remove(i);
        return true;
      }
    }
    return false;
  }

  private static boolean close(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      boolean equal =
          Double.compare(a[i], b[i]) == 0
              || Math.abs(a[i] - b[i]) <= ROUNDING * Math.max(Math.abs(a[i]), Math.abs(b[i]));
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  private static Row read(Batch batch, int row) {
    List<Object> exact = new ArrayList<>(batch.columns().size());
    double[] numbers = new double[batch.columns().size()];
    for (int i = 0; i < batch.columns().size(); i++) {
      Column column = batch.column(i);
      boolean floating = column.type().kind().isFloating();
      if (floating && !ColumnValues.isNull(column, row)) {
        numbers[i] = ColumnValues.getDouble(column, row);
        exact.add("number");
      } else {
        exact.add(value(column, row));
      }
    }
    return new Row(exact, numbers);
  }

  private static Object value(Column column, int row) {
    if (ColumnValues.isNull(column, row)) {
      return null;
    }
    return switch (column.type().lane()) {
      case LONG -> ColumnValues.getLong(column, row);
      case BOOL -> ColumnValues.getBoolean(column, row);
      case BYTES -> {
        byte[] bytes = new byte[(int) ColumnValues.bytesLength(column, row)];
        Raw.copy(ColumnValues.bytesAddress(column, row), bytes, 0, bytes.length);
        yield ByteBuffer.wrap(bytes);
      }
      case DOUBLE -> throw new IllegalStateException("a number has a value");
    };
  }
}
