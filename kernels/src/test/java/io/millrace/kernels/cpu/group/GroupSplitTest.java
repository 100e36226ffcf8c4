package io.millrace.kernels.cpu.group;

import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.LAST;
import static io.millrace.kernels.group.AggregateFunction.MAX;
import static io.millrace.kernels.group.AggregateFunction.SUM;

import io.millrace.kernels.contract.GroupTableContract;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.cpu.work.CpuWorkers;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupOracle;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * However rows are cut into chunks, workers and batches, and whatever the tuning, results agree.
 */
class GroupSplitTest {
  private static final List<List<DataType>> KEYS =
      List.of(
          List.of(DataType.INT64),
          List.of(DataType.UTF8),
          List.of(DataType.FLOAT64, DataType.BOOL),
          List.of());

  @Property(tries = 60)
  void anySplitGivesTheSameGroups(
      @ForAll @IntRange(min = 0, max = 3) int keys,
      @ForAll @IntRange(min = 1, max = 4) int workers,
      @ForAll @IntRange(min = 1, max = 700) int chunk,
      @ForAll @IntRange(min = 1, max = 600) int distinct,
      @ForAll @IntRange(min = 0, max = 5) int panes,
      @ForAll @IntRange(min = 0, max = 4) int nullEvery,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 900) Integer> batches,
      @ForAll boolean partitioned) {
    GroupSpec spec =
        GroupRows.spec(
            KEYS.get(keys),
            COUNT_ALL,
            null,
            SUM,
            DataType.INT64,
            MAX,
            DataType.UTF8,
            LAST,
            DataType.INT32);
    Tuning tuning = partitioned ? SmallTunings.PARTITIONED : SmallTunings.LOCAL;
    try (GroupHarness harness = new GroupHarness(new CpuBackendProvider(), workers);
        CpuWorkers own = new CpuWorkers(workers, "split");
        CpuGroupTable table = new CpuGroupTable(spec, harness.allocator(), own, tuning)) {
      GroupOracle oracle = new GroupOracle(spec);
      for (int batch : new ArrayList<>(batches)) {
        GroupRows rows = GroupRows.random(spec, batch, distinct, panes, nullEvery, batch + chunk);
        oracle.add(rows, harness.feed(table, rows, chunk));
      }
      GroupTableContract.check(table, oracle);
    }
  }
}
