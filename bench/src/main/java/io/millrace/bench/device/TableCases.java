package io.millrace.bench.device;

import io.millrace.kernels.Vec;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Tables that take in rows: sum and count by keys of all sorts, panes, and Gram matrices. */
final class TableCases {
  private static final Aggregate SUM = new Aggregate("sum", AggregateFunction.SUM, DataType.INT64);
  private static final Aggregate COUNT = new Aggregate("count", AggregateFunction.COUNT_ALL, null);

  private TableCases() {}

  /** Over {@link TimedRows#numbers}. */
  static List<TimedCase> numbers(int rows) {
    DataType int64 = DataType.INT64;
    return List.of(
        sums(keys("int64", TimedRows.FEW_KEYS), int64, TimedRows.FEW),
        sums(keys("int64", TimedRows.SOME_KEYS), int64, TimedRows.SOME),
        sums(keys("int64", TimedRows.manyKeys(rows)), int64, TimedRows.MANY),
        sums(
            keys("int64", TimedRows.SOME_KEYS) + ", one of them on two thirds of the rows",
            int64,
            TimedRows.SKEWED),
        extremes(),
        panes());
  }

  private static String keys(String type, int count) {
    return String.format(Locale.ROOT, "sum and count by %s, %,d keys", type, count);
  }

  private static TimedCase sums(String name, DataType type, int key) {
    return grouped(name, new DataType[] {type}, new int[] {key}, TimedRows.SMALL);
  }

  /** Sum of the value, and count. */
  private static TimedCase grouped(String name, DataType[] types, int[] keys, int value) {
    List<GroupSpec.Key> named = new ArrayList<>();
    for (DataType type : types) {
      named.add(new GroupSpec.Key("k" + named.size(), type));
    }
    return TimedCase.table(
        name,
        IntStream.concat(IntStream.of(keys), IntStream.of(value)).toArray(),
        Agreement.UNORDERED,
        new GroupSpec(named, List.of(SUM, COUNT)),
        table ->
            (context, staged, from, count) -> {
              Vec[] loaded = new Vec[keys.length];
              for (int i = 0; i < keys.length; i++) {
                loaded[i] = context.load(staged, keys[i], from, count);
              }
              Vec[] inputs = {context.load(staged, value, from, count), null};
              table.writer(context).update(null, loaded, inputs, count, from);
            });
  }

  private static TimedCase extremes() {
    GroupSpec spec =
        new GroupSpec(
            List.of(new GroupSpec.Key("k", DataType.INT64)),
            List.of(
                new Aggregate("min", AggregateFunction.MIN, DataType.INT64),
                new Aggregate("max", AggregateFunction.MAX, DataType.FLOAT64)));
    return TimedCase.table(
        keys("int64", TimedRows.SOME_KEYS).replace("sum and count", "min and max"),
        new int[] {TimedRows.SOME, TimedRows.SMALL, TimedRows.DOUBLE},
        Agreement.UNORDERED,
        spec,
        table ->
            (context, staged, from, count) -> {
              Vec[] key = {context.load(staged, TimedRows.SOME, from, count)};
              Vec[] inputs = {
                context.load(staged, TimedRows.SMALL, from, count),
                context.load(staged, TimedRows.DOUBLE, from, count)
              };
              table.writer(context).update(null, key, inputs, count, from);
            });
  }

  /** As tumbling windows do it: rows come in an order of time. */
  private static TimedCase panes() {
    return TimedCase.table(
        "count by pane (8) and int64, 100 keys",
        new int[] {TimedRows.PANE, TimedRows.FEW},
        Agreement.UNORDERED,
        new GroupSpec(List.of(new GroupSpec.Key("k", DataType.INT64)), List.of(COUNT)),
        table ->
            (context, staged, from, count) -> {
              Vec pane = context.load(staged, TimedRows.PANE, from, count);
              Vec[] key = {context.load(staged, TimedRows.FEW, from, count)};
              table.writer(context).update(pane, key, new Vec[] {null}, count, from);
            });
  }

  /** Over {@link TimedRows#texts}. */
  static List<TimedCase> texts() {
    return List.of(
        sumsOfTexts(keys("text", TimedRows.SOME_KEYS), TimedRows.KEY),
        grouped(
            "sum and count by text and int64",
            new DataType[] {DataType.UTF8, DataType.INT64},
            new int[] {TimedRows.KEY, TimedRows.VALUE},
            TimedRows.VALUE));
  }

  private static TimedCase sumsOfTexts(String name, int key) {
    return grouped(name, new DataType[] {DataType.UTF8}, new int[] {key}, TimedRows.VALUE);
  }

  /** Over {@link TimedRows#measurements}. */
  static List<TimedCase> measurements() {
    int[] columns = IntStream.range(0, TimedRows.WIDTH).toArray();
    List<String> names = IntStream.of(columns).mapToObj(i -> "x" + i).toList();
    return List.of(
        TimedCase.table(
            "Gram matrix of " + TimedRows.WIDTH + " columns of float64",
            columns,
            Agreement.ROUNDED,
            new GramSpec(names),
            table ->
                (context, staged, from, count) -> {
                  Vec[] inputs = new Vec[columns.length];
                  for (int i = 0; i < inputs.length; i++) {
                    inputs[i] = context.load(staged, columns[i], from, count);
                  }
                  table.writer(context).update(null, new Vec[0], inputs, count, from);
                }));
  }
}
