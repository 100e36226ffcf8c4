package io.millrace.cuda.contract;

import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.SUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.kernels.BackendProvider;
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
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What sum and count of int64 by an int64 key cost a row, by the emulator's counters: batches go
 * into a table, the last one is counted, and the result is checked.
 *
 * @param instructions of threads
 * @param sectors of 32 bytes that warps touched, in relation to those of the key and the value
 * @param moved the same of those that went from memory into the cache or back, if there is one
 */
record GroupCost(double instructions, double sectors, double moved) {
  private static final GroupSpec SPEC =
      GroupRows.spec(List.of(DataType.INT64), SUM, DataType.INT64, COUNT_ALL, null);

  /**
   * Batches of so many rows, each with the same keys; the value of a row is its key's hash.
   *
   * @param cache bytes of a cache that is reckoned with; 0 for none
   */
  static GroupCost of(
      BackendProvider provider, int batches, int cache, int rows, LongUnaryOperator key) {
    Emulator.require();
    // What a warp's threads access together is counted together where they go in step.
    Emulator.set("schedule", "round-robin");
    Emulator.set("check.shared-races", "false");
    Emulator.set("check.global-races", "false");
    long[] keys = LongStream.range(0, rows).map(key).toArray();
    long[] values = LongStream.of(keys).map(each -> each * 0x9E3779B97F4A7C15L).toArray();
    try (var harness = new GroupHarness(provider, 0);
        Batch batch = batch(harness, keys, values);
        StagedBatch staged = harness.backend().stage(batch, 0, 1);
        GroupTable table = harness.backend().newGroupTable(SPEC, harness.allocator())) {
      for (int each = 0; each < batches; each++) {
        table.seal();
        Emulator.clearCounters();
        Emulator.set("cache", String.valueOf(each == batches - 1 ? cache : 0));
        update(harness, table, staged, rows);
      }
      GroupCost cost = of(Emulator.counters(), rows);
      assertResult(table, keys, batches);
      return cost;
    }
  }

  private static void update(GroupHarness harness, GroupTable table, StagedBatch staged, int rows) {
    harness
        .backend()
        .forEach(
            1,
            (context, _) -> {
              Vec key = context.load(staged, 0, 0, rows);
              Vec value = context.load(staged, 1, 0, rows);
              Vec[] inputs = {value, null};
              table.writer(context).update(null, new Vec[] {key}, inputs, rows, 0);
              context.reset();
            });
    table.seal();
  }

  private static GroupCost of(Map<String, Long> counters, int rows) {
    double compulsory = rows * 16.0 / 32;
    long sectors =
        sum(counters, "global.load.sectors", "global.store.sectors", "global.atomic.sectors");
    long moved = sum(counters, "cache.fetched.sectors", "cache.written.sectors");
    double instructions = counters.get("thread.instructions") / (double) rows;
    return new GroupCost(instructions, sectors / compulsory, moved / compulsory);
  }

  private static long sum(Map<String, Long> counters, String... names) {
    return List.of(names).stream().mapToLong(name -> counters.getOrDefault(name, 0L)).sum();
  }

  private static Batch batch(GroupHarness harness, long[] keys, long[] values) {
    List<Column> columns = List.of(column(harness, keys), column(harness, values));
    Schema schema = new Schema(List.of(DataType.INT64.field("key"), DataType.INT64.field("value")));
    return Batch.owning(schema, keys.length, columns);
  }

  private static Column column(GroupHarness harness, long[] values) {
    ArrowBuf data = harness.allocator().buffer(8L * values.length);
    for (int row = 0; row < values.length; row++) {
      data.setLong(8L * row, values[row]);
    }
    return Column.of(DataType.INT64, values.length, 0, null, null, data);
  }

  private static void assertResult(GroupTable table, long[] keys, int batches) {
    Map<Long, Long> counts = new HashMap<>();
    for (long key : keys) {
      counts.merge(key, (long) batches, Long::sum);
    }
    int groups = 0;
    for (Batch batch : table.result(0)) {
      try (batch) {
        for (List<Object> row : BoxedRows.rows(batch)) {
          long key = (Long) row.get(0);
          long count = counts.getOrDefault(key, 0L);
          assertThat(row).isEqualTo(List.of(key, key * 0x9E3779B97F4A7C15L * count, count));
          groups++;
        }
      }
    }
    assertThat(groups).isEqualTo(counts.size());
  }
}
