package io.millrace.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Grouping one row at a time. */
final class Grouped {
  private Grouped() {}

  /** The rows of each group, by key: nulls are one, so are NaN, so are 0.0 and -0.0. */
  static Map<List<Object>, List<Row>> by(List<Integer> keys, List<Row> rows) {
    Map<List<Object>, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      List<Object> key = new ArrayList<>();
      keys.forEach(column -> key.add(canonical(row.get(column))));
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
    }
    return groups;
  }

  static Object canonical(Object value) {
    return value instanceof Double d && d == 0 ? (Object) 0.0 : value;
  }

  /** One row for each group: prefix, key, aggregates. */
  static List<List<Object>> results(
      List<Object> prefix, List<Integer> keys, List<Aggregation> aggregations, List<Row> rows) {
    List<List<Object>> results = new ArrayList<>();
    by(keys, rows)
        .forEach(
            (key, group) -> {
              List<Object> result = new ArrayList<>(prefix);
              result.addAll(key);
              aggregations.forEach(one -> result.add(one.plain().apply(group)));
              results.add(result);
            });
    return results;
  }
}
