package io.millrace.kernels.cpu.gram;

import io.millrace.kernels.gram.Gram;

/**
 * Rows that are multiplied together: copied column by column, centred about their own mean, and
 * merged into a matrix. Each value is read from the chunk once; all else happens in the block.
 */
final class RowBlock {
  /** Columns of so many rows take 2 KiB each: sixteen fit a first-level cache of 32 KiB. */
  static final int ROWS = 256;

  private final int columns;
  private final double[] values;
  private final double[] means;
  private final double[] products;
  private final CrossProducts crossProducts;

  RowBlock(int columns) {
    this.columns = columns;
    this.values = new double[columns * ROWS];
    this.means = new double[columns];
    this.products = new double[columns * columns];
    this.crossProducts = new CrossProducts(columns);
  }

  /**
   * Adds the listed rows of some columns to a matrix, or the first {@code count} without a list.
   */
  void add(double[][] from, int[] list, int count, Gram to) {
    for (int at = 0; at < count; at += ROWS) {
      int rows = Math.min(ROWS, count - at);
      for (int c = 0; c < columns; c++) {
        if (list == null) {
          System.arraycopy(from[c], at, values, c * ROWS, rows);
        } else {
          gather(from[c], list, at, rows, values, c * ROWS);
        }
        means[c] = centre(values, c * ROWS, rows);
      }
      crossProducts.of(values, rows, products);
      to.merge(rows, means, products);
    }
  }

  private static void gather(double[] from, int[] list, int at, int rows, double[] to, int offset) {
    for (int i = 0; i < rows; i++) {
      to[offset + i] = from[list[at + i]];
    }
  }

  /**
   * Takes the mean off each value. The mean is summed up from distances to the first value, so that
   * equal values have exactly their own, and large ones with a small spread lose nothing.
   */
  private static double centre(double[] values, int from, int rows) {
    double first = values[from];
    double origin = Double.isFinite(first) ? first : 0;
    double mean = origin + sumFrom(origin, values, from, from + rows) / rows;
    for (int i = from; i < from + rows; i++) {
      values[i] -= mean;
    }
    return mean;
  }

  private static double sumFrom(double origin, double[] values, int from, int end) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 3 < end; i += 4) {
      a += values[i] - origin;
      b += values[i + 1] - origin;
      c += values[i + 2] - origin;
      d += values[i + 3] - origin;
    }
    for (; i < end; i++) {
      a += values[i] - origin;
    }
    return a + b + (c + d);
  }

  long bytes() {
    return 8L * (values.length + means.length + products.length);
  }
}
