package io.millrace.kernels.cpu.gram;

/**
 * The upper triangle of the columns' products, each pair summed over the rows: what BLAS calls
 * dsyrk. Two columns by two at a time, so that each value that is loaded is multiplied twice, with
 * two sums for each pair, so that no addition waits for the one before it.
 */
final class CrossProducts {
  private CrossProducts() {}

  /**
   * Writes {@code to[i * columns + j]} for all {@code i <= j}.
   *
   * @param values columns, each {@code stride} long, of which {@code rows} count
   */
  static void of(double[] values, int stride, int rows, int columns, double[] to) {
    int even = columns & ~1;
    for (int i = 0; i < even; i += 2) {
      for (int j = i; j < even; j += 2) {
        square(values, i * stride, j * stride, stride, rows, to, i * columns + j, columns);
      }
    }
    if (even < columns) {
      for (int i = 0; i < columns; i++) {
        to[i * columns + even] = dot(values, i * stride, even * stride, rows);
      }
    }
  }

  /** Columns at a and after it by columns at b and after it. */
  private static void square(
      double[] values, int a, int b, int stride, int rows, double[] to, int at, int columns) {
    double aa = 0;
    double ab = 0;
    double ba = 0;
    double bb = 0;
    double aa2 = 0;
    double ab2 = 0;
    double ba2 = 0;
    double bb2 = 0;
    int r = 0;
    for (; r + 1 < rows; r += 2) {
      double x = values[a + r];
      double y = values[a + stride + r];
      double z = values[b + r];
      double w = values[b + stride + r];
      aa += x * z;
      ab += x * w;
      ba += y * z;
      bb += y * w;
      double x2 = values[a + r + 1];
      double y2 = values[a + stride + r + 1];
      double z2 = values[b + r + 1];
      double w2 = values[b + stride + r + 1];
      aa2 += x2 * z2;
      ab2 += x2 * w2;
      ba2 += y2 * z2;
      bb2 += y2 * w2;
    }
    if (r < rows) {
      aa += values[a + r] * values[b + r];
      ab += values[a + r] * values[b + stride + r];
      ba += values[a + stride + r] * values[b + r];
      bb += values[a + stride + r] * values[b + stride + r];
    }
    to[at] = aa + aa2;
    to[at + 1] = ab + ab2;
    to[at + columns] = ba + ba2;
    to[at + columns + 1] = bb + bb2;
  }

  private static double dot(double[] values, int a, int b, int rows) {
    double sum = 0;
    double other = 0;
    int r = 0;
    for (; r + 1 < rows; r += 2) {
      sum += values[a + r] * values[b + r];
      other += values[a + r + 1] * values[b + r + 1];
    }
    if (r < rows) {
      sum += values[a + r] * values[b + r];
    }
    return sum + other;
  }
}
