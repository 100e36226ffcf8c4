package io.millrace.gram;

import io.millrace.kernels.gram.Gram;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Ordinary least squares of the first column, the target, on the others, the features, with an
 * intercept: one row of {@code rows}, {@code intercept}, a coefficient under the name of each
 * feature, and {@code r2}, the share of the target's variance that the features explain.
 *
 * <p>Features are scaled to a standard deviation of 1 and the normal equations are solved by
 * Cholesky's method. If a pivot, the share of a feature's variance that the features before it do
 * not explain, is not above {@value #TOLERANCE}, or a feature does not vary, or there are not more
 * rows than features, then there is not one solution: coefficients, intercept and r2 are null. A
 * target that does not vary has no r2. NaN or infinity in any column makes all of them NaN.
 */
public record LeastSquares() implements Statistic {
  /** Pivots from which on digits are left: rounding is about 1e-15, divided by the pivot. */
  static final double TOLERANCE = 1e-10;

  @Override
  public String title() {
    return "least squares";
  }

  @Override
  public Schema schema(List<String> columns) {
    List<Field> fields = new ArrayList<>();
    fields.add(DataType.INT64.field("rows"));
    fields.add(DataType.FLOAT64.field("intercept"));
    columns.stream().skip(1).forEach(feature -> fields.add(DataType.FLOAT64.field(feature)));
    fields.add(DataType.FLOAT64.field("r2"));
    return new Schema(fields);
  }

  @Override
  public void write(Gram gram, List<String> columns, StatisticRows to) {
    to.add(gram.rows());
    int features = gram.columns() - 1;
    if (!isFinite(gram)) {
      for (int i = 0; i < features + 2; i++) {
        to.add(Double.NaN);
      }
      return;
    }
    Solution solution = gram.rows() > features ? solve(gram) : null;
    to.add(solution == null ? null : (Double) intercept(gram, solution));
    for (int i = 0; i < features; i++) {
      to.add(solution == null ? null : (Double) solution.coefficients()[i]);
    }
    boolean varies = solution != null && !Spread.isNone(gram, 0);
    to.add(varies ? (Double) Math.min(1, solution.explained()) : null);
  }

  private static boolean isFinite(Gram gram) {
    double sum = 0;
    for (int i = 0; i < gram.columns(); i++) {
      for (int j = i; j < gram.columns(); j++) {
        sum += 0 * gram.product(i, j);
      }
    }
    return sum == 0;
  }

  private static double intercept(Gram gram, Solution solution) {
    double intercept = gram.mean(0);
    for (int i = 0; i < solution.coefficients().length; i++) {
      intercept -= solution.coefficients()[i] * gram.mean(i + 1);
    }
    return intercept;
  }

  /**
   * Coefficients.
   *
   * @param explained share of the target's variance
   */
  private record Solution(double[] coefficients, double explained) {}

  /** The solution, or null if there is not one alone. */
  private static Solution solve(Gram gram) {
    int features = gram.columns() - 1;
    double[] scale = new double[features + 1];
    for (int i = 0; i <= features; i++) {
      scale[i] = Math.sqrt(gram.product(i, i));
      if (i > 0 && Spread.isNone(gram, i)) {
        return null;
      }
    }
    double[][] factor = factor(gram, scale);
    return factor == null ? null : substitute(gram, scale, factor);
  }

  /** Cholesky's lower triangle of the features' correlations; null if they are dependent. */
  private static double[][] factor(Gram gram, double[] scale) {
    int features = scale.length - 1;
    double[][] lower = new double[features][features];
    for (int i = 0; i < features; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = i == j ? 1 : gram.product(i + 1, j + 1) / scale[i + 1] / scale[j + 1];
        for (int m = 0; m < j; m++) {
          rest -= lower[i][m] * lower[j][m];
        }
        if (i == j && rest <= TOLERANCE) {
          return null;
        }
        lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
      }
    }
    return lower;
  }

  private static Solution substitute(Gram gram, double[] scale, double[][] lower) {
    int features = lower.length;
    double[] x = new double[features];
    double explained = 0;
    for (int i = 0; i < features; i++) {
      double rest = gram.product(0, i + 1) / scale[i + 1];
      for (int m = 0; m < i; m++) {
        rest -= lower[i][m] * x[m];
      }
      x[i] = rest / lower[i][i];
      double share = x[i] / scale[0];
      explained += share * share;
    }
    for (int i = features - 1; i >= 0; i--) {
      for (int m = i + 1; m < features; m++) {
        x[i] -= lower[m][i] * x[m];
      }
      x[i] /= lower[i][i];
    }
    for (int i = 0; i < features; i++) {
      x[i] /= scale[i + 1];
    }
    return new Solution(x, explained);
  }
}
