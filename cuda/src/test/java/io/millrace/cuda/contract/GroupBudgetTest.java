package io.millrace.cuda.contract;

import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.SUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.CudaBackendProvider;
import io.millrace.cuda.emulator.Emulator;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.fixture.BoxedRows;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What sum and count of int64 by an int64 key may cost a row, from an empty table on, by the
 * emulator's counters; and that the result is right.
 */
class GroupBudgetTest {
  private static final int ROWS = 1 << 20;

  /** 32-byte sectors of a key and a value for each row. */
  private static final double COMPULSORY = ROWS * 16.0 / 32;

  private static final GroupSpec SPEC =
      GroupRows.spec(List.of(DataType.INT64), SUM, DataType.INT64, COUNT_ALL, null);

  /** A row's share of thread-instructions, and sectors in relation to what has to be read. */
  private record Cost(double instructions, double sectors) {}

  @AfterEach
  void reset() {
    Emulator.reset();
  }

  @Test
  void fewGroups() {
    Cost cost = cost(100, false);
    assertThat(cost.sectors()).isLessThan(1.25);
    assertThat(cost.instructions()).isLessThan(60);
  }

  @Test
  void manyGroups() {
    Cost cost = cost(100_000, false);
    assertThat(cost.instructions()).isLessThan(90);
    // Slot, key, sum and count are a sector each, eight times what has to be read in all; groups'
    // numbers are written once and read three times.
    assertThat(cost.sectors()).isLessThan(11.5);
  }

  /** Two thirds of the rows have one key: atomics of a warp hardly meet. */
  @Test
  void skewedGroups() {
    cost(100_000, true);
    long deep =
        Emulator.counters().entrySet().stream()
            .filter(counter -> counter.getKey().startsWith("atomic.depth."))
            .filter(counter -> Integer.parseInt(counter.getKey().substring(13)) > 8)
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(deep).isLessThan(ROWS / 32 / 10);
  }

  private static Cost cost(int groups, boolean skewed) {
    Emulator.require();
    Emulator.set("check.shared-races", "false");
    Emulator.set("check.global-races", "false");
    Random random = new Random(groups);
    long[] keys = new long[ROWS];
    for (int row = 0; row < ROWS; row++) {
      keys[row] = skewed && row % 3 > 0 ? 7 : random.nextInt(groups) * 1_000_003L;
    }
    long[] values = random.longs(ROWS).toArray();
    try (var harness = new GroupHarness(new CudaBackendProvider(), 0);
        Batch batch = batch(harness, keys, values);
        StagedBatch staged = harness.backend().stage(batch, 0, 1);
        GroupTable table = harness.backend().newGroupTable(SPEC, harness.allocator())) {
      table.seal();
      Emulator.clearCounters();
      harness
          .backend()
          .forEach(
              1,
              (context, _) -> {
                Vec key = context.load(staged, 0, 0, ROWS);
                Vec value = context.load(staged, 1, 0, ROWS);
                Vec[] inputs = {value, null};
                table.writer(context).update(null, new Vec[] {key}, inputs, ROWS, 0);
                context.reset();
              });
      table.seal();
      Map<String, Long> counters = Emulator.counters();
      Cost cost = cost(counters);
      assertResult(table, keys, values);
      return cost;
    }
  }

  private static Cost cost(Map<String, Long> counters) {
    long sectors =
        counters.getOrDefault("global.load.sectors", 0L)
            + counters.getOrDefault("global.store.sectors", 0L)
            + counters.getOrDefault("global.atomic.sectors", 0L);
    return new Cost(counters.get("thread.instructions") / (double) ROWS, sectors / COMPULSORY);
  }

  private static Batch batch(GroupHarness harness, long[] keys, long[] values) {
    List<Column> columns = List.of(column(harness, keys), column(harness, values));
    Schema schema = new Schema(List.of(DataType.INT64.field("key"), DataType.INT64.field("value")));
    return Batch.owning(schema, ROWS, columns);
  }

  private static Column column(GroupHarness harness, long[] values) {
    ArrowBuf data = harness.allocator().buffer(8L * values.length);
    for (int row = 0; row < values.length; row++) {
      data.setLong(8L * row, values[row]);
    }
    return Column.of(DataType.INT64, values.length, 0, null, null, data);
  }

  private static void assertResult(GroupTable table, long[] keys, long[] values) {
    Map<Object, List<Object>> expected = new HashMap<>();
    Map<Long, long[]> sums = new HashMap<>();
    for (int row = 0; row < keys.length; row++) {
      long[] sum = sums.computeIfAbsent(keys[row], _ -> new long[2]);
      sum[0] += values[row];
      sum[1]++;
    }
    sums.forEach((key, sum) -> expected.put(key, List.of(key, sum[0], sum[1])));
    Map<Object, List<Object>> found = new HashMap<>();
    for (Batch batch : table.result(0)) {
      try (batch) {
        BoxedRows.rows(batch).forEach(row -> found.put(row.getFirst(), row));
      }
    }
    assertThat(found).isEqualTo(expected);
  }
}
