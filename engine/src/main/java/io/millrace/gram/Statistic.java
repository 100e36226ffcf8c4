package io.millrace.gram;

import io.millrace.kernels.gram.Gram;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** What is made of the Gram matrix of some columns. */
public sealed interface Statistic permits MatrixStatistic, LeastSquares {
  /** As it is called in programs and plans: {@code covariance}. */
  String title();

  /**
   * The result's columns, which are the same whatever the data are.
   *
   * @param columns names of those that are looked at
   */
  Schema schema(List<String> columns);

  /** Writes the rows of the result. */
  void write(Gram gram, List<String> columns, StatisticRows to);
}
