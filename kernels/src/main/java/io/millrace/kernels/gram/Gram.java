package io.millrace.kernels.gram;

/**
 * How many rows there were, their means, and the sums of products of distances from the means: what
 * {@link io.millrace.kernels.group.GramSpec} says, in doubles on the heap. Mutable; for one thread
 * at a time.
 */
public final class Gram {
  private final int columns;
  private final double[] means;
  private final double[] products;
  private final double[] distances;
  private long rows;

  /** Of no row. */
  public Gram(int columns) {
    this.columns = columns;
    this.means = new double[columns];
    this.products = new double[columns * columns];
    this.distances = new double[columns];
  }

  /** How many columns there are. */
  public int columns() {
    return columns;
  }

  /** How many rows were used. */
  public long rows() {
    return rows;
  }

  /** The mean of a column; 0 without a row. */
  public double mean(int column) {
    return means[column];
  }

  /** The centred sum of products of two columns, in either order. */
  public double product(int i, int j) {
    return products[Math.min(i, j) * columns + Math.max(i, j)];
  }

  /** Bytes held. */
  public long bytes() {
    return 8L * (products.length + 2L * columns);
  }

  /** Takes in another one's rows; that one stays as it is. */
  public void merge(Gram other) {
    merge(other.rows, other.means, other.products);
  }

  /**
   * Takes in other rows, as Chan, Golub and LeVeque do.
   *
   * @param otherMeans of the columns
   * @param otherProducts row by row; entries below the diagonal are not looked at
   */
  public void merge(long count, double[] otherMeans, double[] otherProducts) {
    if (count == 0) {
      return;
    }
    if (rows == 0) {
      rows = count;
      System.arraycopy(otherMeans, 0, means, 0, columns);
      System.arraycopy(otherProducts, 0, products, 0, products.length);
      return;
    }
    double total = (double) rows + count;
    double share = count / total;
    for (int j = 0; j < columns; j++) {
      double distance = otherMeans[j] - means[j];
      distances[j] = distance;
      // where one is infinite, their distance tells nothing
      means[j] =
          Double.isFinite(distance)
              ? means[j] + distance * share
              : means[j] * (rows / total) + otherMeans[j] * share;
    }
    double weight = share * rows;
    for (int i = 0; i < columns; i++) {
      addProducts(i, weight * distances[i], otherProducts);
    }
    rows += count;
  }

  private void addProducts(int i, double factor, double[] otherProducts) {
    int row = i * columns;
    for (int j = i; j < columns; j++) {
      products[row + j] += otherProducts[row + j] + factor * distances[j];
    }
  }
}
