package io.millrace.kernels.group;

import io.millrace.error.InternalException;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The Gram matrix of k columns about their means: what covariances, correlations and least squares
 * are made of. A pane is one group, there are no keys.
 *
 * <p><b>Inputs</b> of a writer: one vector of the double lane for each column. A row in which any
 * of them is null is left out as a whole (listwise deletion), but its pane exists.
 *
 * <p><b>Result and exported state</b>, which are the same: k rows a pane, the i-th about the i-th
 * column: {@code rows}, how many were used, the same in each row; {@code mean}, 0 without a row;
 * then one column for each column j, the sum over the rows used of {@code (x_i - mean_i) * (x_j -
 * mean_j)}. Imports may hold several states, one after the other; entries below the diagonal are
 * not looked at.
 *
 * <p><b>Rounding.</b> Never a sum of squares less the square of a sum: rows are taken in blocks,
 * each centred about its own mean, and blocks and panes are merged as Chan, Golub and LeVeque do.
 * With u = 2^-53, n rows and s_i the root of the exact entry (i, i), entry (i, j) is within {@code
 * c u (s_i s_j + sqrt(n) (|m_i| s_j + |m_j| s_i)) + c² u² n |m_i| |m_j|} of the exact one, m being
 * the largest value; c is 16 + n at the worst, whatever the order of summation, and for some
 * thousand rows below 64. A column whose values are all equal has entries that are exactly 0.
 *
 * <p>Where a column has a NaN or an infinity, its entries are NaN, and its mean is IEEE's: the
 * infinity, or NaN. The same holds on every device, whatever rows are taken together. Differences
 * between values must not overflow.
 *
 * <p>Panes are merged, never deducted: a window that slid on would keep the rounding errors of all
 * that has left it.
 *
 * @param columns names of the columns, at least one
 */
public record GramSpec(List<String> columns) implements TableSpec {
  /**
   * Checks that there is a column.
   *
   * @throws InternalException if there is none
   */
  public GramSpec {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new InternalException("A Gram matrix has at least one column: columns=0.");
    }
  }

  @Override
  public Schema resultSchema() {
    List<Field> fields = new ArrayList<>();
    fields.add(DataType.INT64.field("rows"));
    fields.add(DataType.FLOAT64.field("mean"));
    columns.forEach(column -> fields.add(DataType.FLOAT64.field(column)));
    return new Schema(fields);
  }
}
