package io.millrace.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Equality of results: doubles to nine digits, -0.0 as 0.0. */
final class Same {
  private Same() {}

  /** The same rows in the same order. */
  static void inOrder(String what, List<List<Object>> actual, List<List<Object>> expected) {
    assertThat(rounded(actual)).as(what).isEqualTo(rounded(expected));
  }

  /** The same rows, as often, in any order. */
  static void inAnyOrder(String what, List<List<Object>> actual, List<List<Object>> expected) {
    assertThat(counts(rounded(actual))).as(what).isEqualTo(counts(rounded(expected)));
  }

  private static Map<List<Object>, Integer> counts(List<List<Object>> rows) {
    Map<List<Object>, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row, 1, Integer::sum));
    return counts;
  }

  private static List<List<Object>> rounded(List<List<Object>> rows) {
    List<List<Object>> rounded = new ArrayList<>();
    for (List<Object> row : rows) {
      List<Object> values = new ArrayList<>();
      row.forEach(value -> values.add(rounded(value)));
      rounded.add(values);
    }
    return rounded;
  }

  private static Object rounded(Object value) {
    if (value instanceof Double d && Double.isFinite(d)) {
      return d == 0 ? (Object) 0.0 : new BigDecimal(d).round(new MathContext(9)).doubleValue();
    }
    return value;
  }
}
