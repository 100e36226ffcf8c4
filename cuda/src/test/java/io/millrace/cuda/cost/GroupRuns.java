package io.millrace.cuda.cost;

import static io.millrace.kernels.group.AggregateFunction.APPROX_DISTINCT;
import static io.millrace.kernels.group.AggregateFunction.COUNT;
import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.FIRST;
import static io.millrace.kernels.group.AggregateFunction.LAST;
import static io.millrace.kernels.group.AggregateFunction.MAX;
import static io.millrace.kernels.group.AggregateFunction.MEAN;
import static io.millrace.kernels.group.AggregateFunction.MIN;
import static io.millrace.kernels.group.AggregateFunction.SUM;
import static io.millrace.kernels.group.AggregateFunction.VARIANCE;

import io.millrace.cuda.CudaBackendProvider;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.fixture.GramOracle;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;

/** Group tables and Gram matrices: two batches in, results and state out, state in again. */
final class GroupRuns {
  private static final int MANY = 10_000;
  private static final int SOME = 500;
  private static final int FEW = 100;

  /** Of which all tables of many groups are many times as large. */
  private static final long SMALL_CACHE = 1 << 14;

  /** Those that can be deducted. */
  private static final Object[] SUMS = {
    COUNT_ALL,
    null,
    COUNT,
    DataType.INT64,
    SUM,
    DataType.INT64,
    SUM,
    DataType.FLOAT64,
    MEAN,
    DataType.INT64,
    VARIANCE,
    DataType.FLOAT64
  };

  private static final Object[] EDGES = {
    MIN,
    DataType.INT64,
    MAX,
    DataType.FLOAT64,
    FIRST,
    DataType.INT64,
    LAST,
    DataType.FLOAT64,
    MIN,
    DataType.BOOL,
    FIRST,
    DataType.BOOL
  };

  private static final Object[] TEXTS = {
    MIN, DataType.UTF8, MAX, DataType.UTF8, FIRST, DataType.UTF8
  };

  private static final Object[] SKETCH = {APPROX_DISTINCT, DataType.INT64};

  private static final Object[] COUNTED = {COUNT_ALL, null, SUM, DataType.INT64};

  /** Aggregates of another order of rows: with bits, texts and places. */
  private static final Object[] ORDERED = {
    SUM, DataType.INT64, MIN, DataType.BOOL, MAX, DataType.UTF8, FIRST, DataType.INT64
  };

  private GroupRuns() {}

  static void measure(Measured measured) {
    BackendProvider plain = new CudaBackendProvider(false);
    BackendProvider ordering = new CudaBackendProvider(false, SMALL_CACHE);
    List<DataType> word = List.of(DataType.INT64);
    run(measured, plain, MANY, word, SUMS);
    run(measured, plain, MANY, List.of(DataType.FLOAT64), EDGES);
    run(measured, plain, MANY, List.of(DataType.UTF8), TEXTS);
    run(measured, plain, MANY, List.of(DataType.INT64, DataType.BOOL), COUNTED);
    run(measured, plain, SOME, word, SKETCH);
    run(measured, plain, FEW, word, SUMS);
    run(measured, plain, FEW, List.of(DataType.FLOAT64), COUNTED);
    run(measured, plain, FEW, List.of(DataType.BOOL), COUNTED);
    run(measured, ordering, MANY, word, ORDERED);
    run(measured, ordering, MANY, List.of(DataType.FLOAT64), COUNTED);
    run(measured, ordering, MANY, List.of(DataType.UTF8), COUNTED);
    coded(measured, plain);
    panes(measured, plain, MANY, true, SUMS);
    panes(measured, plain, SOME, false, SKETCH);
    gram(measured, plain);
  }

  /**
   * The second batch counts before the first, in which all groups are new; then come results, and
   * state into another table.
   */
  private static void run(
      Measured measured,
      BackendProvider provider,
      int groups,
      List<DataType> keys,
      Object... aggregates) {
    GroupSpec spec = GroupRows.spec(keys, aggregates);
    check(measured, provider, spec, rows(spec, groups, 1), rows(spec, groups, 2));
  }

  private static void check(
      Measured measured, BackendProvider provider, GroupSpec spec, GroupRows... batches) {
    Map<List<Object>, List<Object>> expected = onTheCpu(spec, batches);
    try (var harness = new GroupHarness(provider, 0);
        GroupTable table = harness.backend().newGroupTable(spec, harness.allocator());
        GroupTable other = harness.backend().newGroupTable(spec, harness.allocator())) {
      measured.begin();
      harness.feed(table, batches[0], batches[0].rows());
      Map<String, KernelCost> ofNew = measured.soFar();
      measured.begin();
      harness.feed(table, batches[1], batches[1].rows());
      measured.end();
      measured.add(ofNew);
      measured.begin();
      GroupHarness.assertGroups(spec, GroupHarness.read(spec, table.result(0)), expected);
      measured.end();
      measured.begin();
      for (Batch state : table.exportState(0)) {
        try (state) {
          other.importState(0, state);
        }
      }
      GroupHarness.assertGroups(spec, GroupHarness.read(spec, other.result(0)), expected);
      measured.end();
    }
  }

  private static Map<List<Object>, List<Object>> onTheCpu(GroupSpec spec, GroupRows... batches) {
    try (var harness = new GroupHarness(new CpuBackendProvider(), 1);
        GroupTable table = harness.backend().newGroupTable(spec, harness.allocator())) {
      for (GroupRows batch : batches) {
        harness.feed(table, batch, harness.backend().chunkRows());
      }
      return GroupHarness.read(spec, table.result(0));
    }
  }

  private static GroupRows rows(GroupSpec spec, int groups, long seed) {
    GroupRows random = GroupRows.random(spec, Inputs.ROWS, 1, 0, 8, seed);
    List<TestColumn> keys = new ArrayList<>();
    for (GroupSpec.Key key : spec.keys()) {
      keys.add(
          Inputs.column(
              key.type(), seed + keys.size(), draw -> key(key.type(), draw.nextInt(groups))));
    }
    List<TestColumn> inputs = new ArrayList<>(random.inputs());
    for (int i = 0; i < inputs.size(); i++) {
      DataType type = inputs.get(i) == null ? null : inputs.get(i).type();
      if (DataType.UTF8.equals(type)) {
        inputs.set(i, Inputs.column(type, seed + i, Inputs::text));
      } else if (DataType.INT64.equals(type)) {
        inputs.set(i, Inputs.column(type, seed + i, draw -> (long) draw.nextInt()));
      }
    }
    return new GroupRows(Inputs.ROWS, null, keys, inputs);
  }

  private static Object key(DataType type, int group) {
    return switch (type.lane()) {
      case LONG -> group * 1_000_003L;
      case DOUBLE -> group / 8.0;
      case BOOL -> group % 2 == 0;
      case BYTES -> "a key that is text, number " + group;
    };
  }

  /** Keys from a dictionary of 500 texts. */
  private static void coded(Measured measured, BackendProvider provider) {
    GroupSpec spec = GroupRows.spec(List.of(DataType.UTF8), COUNTED);
    GroupRows[] batches = new GroupRows[2];
    for (int seed = 0; seed < batches.length; seed++) {
      GroupRows plain = rows(spec, SOME, seed);
      TestColumn key = plain.keys().getFirst().dictionary(Kind.INT32);
      batches[seed] = new GroupRows(plain.rows(), null, List.of(key), plain.inputs());
    }
    check(measured, provider, spec, batches);
  }

  /** Panes merged, deducted, touched and evicted. */
  private static void panes(
      Measured measured,
      BackendProvider provider,
      int groups,
      boolean deducts,
      Object... aggregates) {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), aggregates);
    GroupRows plain = rows(spec, groups, 3);
    List<Object> panes = new ArrayList<>();
    for (int row = 0; row < plain.rows(); row++) {
      panes.add((long) row * 4 / plain.rows());
    }
    GroupRows rows =
        new GroupRows(
            plain.rows(), TestColumn.of(DataType.INT64, panes), plain.keys(), plain.inputs());
    var expected = panes(new Measured(), new CpuBackendProvider(), 1, deducts, spec, rows);
    var actual = panes(measured, provider, 0, deducts, spec, rows);
    GroupHarness.assertGroups(spec, actual, expected);
  }

  private static Map<List<Object>, List<Object>> panes(
      Measured measured,
      BackendProvider provider,
      int workers,
      boolean deducts,
      GroupSpec spec,
      GroupRows rows) {
    try (var harness = new GroupHarness(provider, workers);
        GroupTable table = harness.backend().newGroupTable(spec, harness.allocator())) {
      measured.begin();
      harness.feed(table, rows, Math.min(rows.rows(), harness.backend().chunkRows()));
      table.touched(1).forEach(Batch::close);
      table.clearTouched();
      table.merge(0, 3);
      table.merge(1, 3);
      if (deducts) {
        table.deduct(0, 3);
      }
      table.evict(0);
      table.panes();
      table.touched(3).forEach(Batch::close);
      measured.end();
      return GroupHarness.read(spec, table.result(3));
    }
  }

  /** Three columns, and rows of two panes; the oracle takes long for each row. */
  private static void gram(Measured measured, BackendProvider provider) {
    int count = 1 << 14;
    Random random = new Random(5);
    List<TestColumn> inputs = new ArrayList<>();
    for (int column = 0; column < 3; column++) {
      List<Object> values = new ArrayList<>();
      for (int row = 0; row < count; row++) {
        double value = random.nextGaussian();
        values.add(random.nextInt(8) == 0 ? null : value);
      }
      inputs.add(TestColumn.of(DataType.FLOAT64, values));
    }
    List<Object> panes = new ArrayList<>();
    IntStream.range(0, count).forEach(row -> panes.add((long) (row * 2 / count)));
    GroupRows rows =
        new GroupRows(count, TestColumn.of(DataType.INT64, panes), Collections.emptyList(), inputs);
    GramSpec spec = new GramSpec(List.of("x", "y", "z"));
    Schema schema = spec.resultSchema();
    try (var harness = new GroupHarness(provider, 0);
        GroupTable table = harness.backend().newGroupTable(spec, harness.allocator())) {
      measured.begin();
      harness.feed(table, rows, count);
      measured.end();
      for (long pane : table.panes()) {
        new GramOracle(schema.getFields().size() - 2).add(rows, pane).check(table.result(pane));
      }
    }
  }
}
