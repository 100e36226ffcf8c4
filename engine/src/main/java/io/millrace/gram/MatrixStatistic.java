package io.millrace.gram;

import io.millrace.kernels.gram.Gram;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A matrix with a row and a column for each column. */
public enum MatrixStatistic implements Statistic {
  /** Sample covariance; null below two rows. */
  COVARIANCE {
    @Override
    double of(Gram gram, int i, int j) {
      return gram.product(i, j) / (gram.rows() - 1);
    }

    @Override
    boolean isKnown(Gram gram, int i, int j) {
      return gram.rows() > 1;
    }
  },
  /** Pearson's correlation; null below two rows, and for a column whose values are all equal. */
  CORRELATION {
    @Override
    double of(Gram gram, int i, int j) {
      double product = gram.product(i, j);
      if (i == j) {
        return Double.isFinite(product) ? 1 : Double.NaN;
      }
      double scale = Math.sqrt(gram.product(i, i)) * Math.sqrt(gram.product(j, j));
      return Math.clamp(product / scale, -1.0, 1.0);
    }

    @Override
    boolean isKnown(Gram gram, int i, int j) {
      return gram.rows() > 1 && !Spread.isNone(gram, i) && !Spread.isNone(gram, j);
    }
  };

  abstract double of(Gram gram, int i, int j);

  abstract boolean isKnown(Gram gram, int i, int j);

  @Override
  public Schema schema(List<String> columns) {
    List<Field> fields = new ArrayList<>();
    fields.add(DataType.INT64.field("rows"));
    fields.add(DataType.UTF8.field("column"));
    columns.forEach(column -> fields.add(DataType.FLOAT64.field(column)));
    return new Schema(fields);
  }

  @Override
  public void write(Gram gram, List<String> columns, StatisticRows to) {
    for (int i = 0; i < columns.size(); i++) {
      to.add(gram.rows());
      to.add(columns.get(i));
      for (int j = 0; j < columns.size(); j++) {
        to.add(isKnown(gram, i, j) ? (Double) of(gram, i, j) : null);
      }
    }
  }

  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
