package io.millrace.kernels.cpu.gram;

/**
 * The upper triangle of the columns' products, each pair summed over the rows: what BLAS calls
 * dsyrk.
 *
 * <p>A sum of doubles has an order, so the compiler does not vectorise a plain loop. Here lanes are
 * summed up instead, of which a full block has as many as a vector loop needs to be worth its
 * while; two columns at a time, so that a value that is loaded is multiplied twice.
 */
final class CrossProducts {
  private static final int LANES = RowBlock.ROWS / 4;

  private final int columns;
  private final double[] lanes = new double[2 * LANES];

  CrossProducts(int columns) {
    this.columns = columns;
  }

  /**
   * Writes {@code to[i * columns + j]} for all {@code i <= j}.
   *
   * @param values columns of {@link RowBlock#ROWS} values each, of which {@code rows} count
   */
  void of(double[] values, int rows, double[] to) {
    for (int i = 0; i < columns; i++) {
      int a = i * RowBlock.ROWS;
      int j = i;
      if (rows == RowBlock.ROWS) {
        for (; j + 1 < columns; j += 2) {
          multiply(values, a, j * RowBlock.ROWS, lanes);
          to[i * columns + j] = sum(lanes, 0);
          to[i * columns + j + 1] = sum(lanes, LANES);
        }
      }
      for (; j < columns; j++) {
        to[i * columns + j] = dot(values, a, j * RowBlock.ROWS, rows);
      }
    }
  }

  /** A full column by another and the one behind that, four products a lane. */
  private static void multiply(double[] values, int a, int b, double[] lanes) {
    int c = b + RowBlock.ROWS;
    for (int l = 0; l < LANES; l++) {
      double w = values[a + l];
      double x = values[a + LANES + l];
      double y = values[a + 2 * LANES + l];
      double z = values[a + 3 * LANES + l];
      lanes[l] =
          w * values[b + l]
              + x * values[b + LANES + l]
              + (y * values[b + 2 * LANES + l] + z * values[b + 3 * LANES + l]);
      lanes[LANES + l] =
          w * values[c + l]
              + x * values[c + LANES + l]
              + (y * values[c + 2 * LANES + l] + z * values[c + 3 * LANES + l]);
    }
  }

  private static double sum(double[] lanes, int from) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int l = from; l < from + LANES; l += 4) {
      a += lanes[l];
      b += lanes[l + 1];
      c += lanes[l + 2];
      d += lanes[l + 3];
    }
    return a + b + (c + d);
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
