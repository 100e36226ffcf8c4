package io.millrace.bench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The same rows in any order, doubles within rounding. */
final class SameRows {
  private SameRows() {}

  static void assertSame(List<List<Object>> actual, List<List<Object>> expected) {
    List<List<Object>> left = sorted(actual);
    List<List<Object>> right = sorted(expected);
    assertThat(left).hasSameSizeAs(right);
    for (int row = 0; row < left.size(); row++) {
      assertThat(left.get(row)).usingElementComparator(SameRows::compare).isEqualTo(right.get(row));
    }
  }

  private static List<List<Object>> sorted(List<List<Object>> rows) {
    Comparator<List<Object>> order =
        Comparator.comparing(row -> Arrays.toString(row.stream().map(SameRows::exact).toArray()));
    return rows.stream().sorted(order).toList();
  }

  /** What tells rows apart; of a double so many digits as rounding leaves alone. */
  private static Object exact(Object value) {
    return value instanceof Double number ? String.format(Locale.ROOT, "%.4e", number) : value;
  }

  private static int compare(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      boolean close =
          x.equals(y) || Math.abs(x - y) <= 1e-9 * Math.max(1, Math.max(Math.abs(x), Math.abs(y)));
      return close ? 0 : Double.compare(x, y);
    }
    return Objects.equals(a, b) ? 0 : 1;
  }
}
