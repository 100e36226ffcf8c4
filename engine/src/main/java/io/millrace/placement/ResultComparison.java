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

  /**
   * And by so much of the greatest number of their column: what cancels out leaves the rounding of
   * what it was, as a covariance near 0 does beside variances.
   */
  private static final double CANCELLATION = 1e-13;

  private ResultComparison() {}

  /** A row: its floating point numbers apart from its other values. */
  private record Row(List<Object> exact, double[] numbers) {}

  /** How many rows of either side have no equal on the other. */
  public static long differences(List<Batch> first, List<Batch> second) {
    Map<List<Object>, List<double[]>> unmatched = new HashMap<>();
    double[] allowed = allowed(first);
    for (Batch batch : first) {
      for (int row = 0; row < batch.rows(); row++) {
        Row read = read(batch, row);
        unmatched.computeIfAbsent(read.exact(), _ -> new ArrayList<>()).add(read.numbers());
      }
    }
    long differences = 0;
    for (Batch batch : second) {
      for (int row = 0; row < batch.rows(); row++) {
        differences += removed(unmatched, read(batch, row), allowed) ? 0 : 1;
      }
    }
    return differences + unmatched.values().stream().mapToLong(List::size).sum();
  }

  private static boolean removed(
      Map<List<Object>, List<double[]>> unmatched, Row row, double[] allowed) {
    List<double[]> candidates = unmatched.getOrDefault(row.exact(), Collections.emptyList());
    for (int i = 0; i < candidates.size(); i++) {
      if (close(candidates.get(i), row.numbers(), allowed)) {
        candidates.remove(i);
        return true;
      }
    }
    return false;
  }

  private static boolean close(double[] a, double[] b, double[] allowed) {
    for (int i = 0; i < a.length; i++) {
      boolean equal = Double.compare(a[i], b[i]) == 0 || isNear(a[i], b[i], allowed[i]);
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNear(double a, double b, double allowed) {
    double greater = Math.max(Math.abs(a), Math.abs(b));
    return Double.isFinite(greater) && Math.abs(a - b) <= Math.max(allowed, ROUNDING * greater);
  }

  /** How far numbers of each column may be apart, whatever their size. */
  private static double[] allowed(List<Batch> batches) {
    double[] allowed = new double[batches.isEmpty() ? 0 : batches.getFirst().columns().size()];
    for (Batch batch : batches) {
      for (int i = 0; i < allowed.length; i++) {
        Column column = batch.column(i);
        for (int row = 0; column.type().kind().isFloating() && row < batch.rows(); row++) {
          double size =
              ColumnValues.isNull(column, row)
                  ? 0
                  : CANCELLATION * Math.abs(ColumnValues.getDouble(column, row));
          allowed[i] = Double.isFinite(size) ? Math.max(allowed[i], size) : allowed[i];
        }
      }
    }
    return allowed;
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
