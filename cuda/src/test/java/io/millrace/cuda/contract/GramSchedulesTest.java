package io.millrace.cuda.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.Schedules;
import io.millrace.cuda.gram.CudaGramTable;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.fixture.BoxedRows;
import io.millrace.kernels.fixture.GramOracle;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gram matrices on the device: however threads are scheduled, and from one device to the other. */
class GramSchedulesTest {
  private static final GramSpec SPEC = new GramSpec(List.of("x", "y", "z"));

  private GroupHarness gpu;
  private GroupHarness cpu;

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  @BeforeEach
  void open() {
    gpu = new GroupHarness(TestedBackend.provider(), 0);
    cpu = new GroupHarness(new CpuBackendProvider(), 2);
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      gpu.close();
      cpu.close();
      Emulator.reset();
    }
  }

  private static GroupTable table(GroupHarness harness) {
    return harness.backend().newGroupTable(SPEC, harness.allocator());
  }

  private static GroupRows rows(int count, int panes, int nullEvery, long seed) {
    Random random = new Random(seed);
    List<Object> numbers = new ArrayList<>();
    List<List<Object>> columns = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int row = 0; row < count; row++) {
      numbers.add((long) random.nextInt(panes));
      for (int c = 0; c < 3; c++) {
        boolean isNull = nullEvery > 0 && random.nextInt(nullEvery) == 0;
        columns.get(c).add(isNull ? null : (Object) (1e6 * c + random.nextGaussian()));
      }
    }
    return new GroupRows(
        count,
        TestColumn.of(DataType.INT64, numbers),
        List.of(),
        columns.stream().map(column -> TestColumn.of(DataType.FLOAT64, column)).toList());
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void underAnySchedule(Schedules schedule) {
    schedule.use();
    try (GroupTable table = table(gpu)) {
      assertThat(table).isInstanceOf(CudaGramTable.class);
      GroupRows rows = rows(700, 3, 5, schedule.seed());
      gpu.feed(table, rows, 700);
      for (long pane : table.panes()) {
        new GramOracle(3).add(rows, pane).check(table.result(pane));
      }
    }
  }

  /** A block adds up 8,192 rows. */
  @Test
  void moreRowsThanOneBlockAddsUp() {
    GroupRows rows = rows(20_000, 1, 0, 1);
    try (GroupTable table = table(gpu)) {
      gpu.feed(table, rows, 20_000);
      new GramOracle(3).add(rows, null).check(table.result(0));
    }
  }

  /** The matrix of a batch is made in parts of 1,048,576 rows; of row numbers it is known. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void moreRowsThanOneMatrixHolds(boolean firstIsNull) {
    int n = (1 << 20) + 5;
    List<Object> values = new ArrayList<>();
    if (firstIsNull) {
      values.add(null);
    }
    for (int i = 0; i < n; i++) {
      values.add((double) i);
    }
    TestColumn column = TestColumn.of(DataType.FLOAT64, values);
    GroupRows rows = new GroupRows(values.size(), null, List.of(), List.of(column));
    try (GroupTable table =
        gpu.backend().newGroupTable(new GramSpec(List.of("i")), gpu.allocator())) {
      gpu.feed(table, rows, values.size());
      try (Batch result = table.result(0).getFirst()) {
        List<Object> row = BoxedRows.rows(result).getFirst();
        assertThat(row.get(0)).isEqualTo((long) n);
        assertThat((Double) row.get(1)).isCloseTo((n - 1) / 2.0, withinPercentage(1e-12));
        double squares = (double) n * ((double) n * n - 1) / 12;
        assertThat((Double) row.get(2)).isCloseTo(squares, withinPercentage(100 * n * 0x1p-53));
      }
    }
  }

  @Test
  void fromTheCpuToTheGpu() {
    moves(cpu, gpu);
  }

  @Test
  void fromTheGpuToTheCpu() {
    moves(gpu, cpu);
  }

  private static void moves(GroupHarness before, GroupHarness after) {
    GroupRows first = rows(900, 2, 4, 1);
    GroupRows then = rows(500, 2, 4, 2);
    try (GroupTable source = table(before);
        GroupTable target = table(after)) {
      before.feed(source, first, 300);
      for (long pane : source.panes()) {
        move(source, target, pane);
      }
      after.feed(target, then, 300);
      for (long pane : target.panes()) {
        new GramOracle(3).add(first, pane).add(then, pane).check(target.result(pane));
      }
    }
  }

  /** Bit for bit. */
  private static void move(GroupTable source, GroupTable target, long pane) {
    for (Batch state : source.exportState(pane)) {
      try (state) {
        target.importState(pane, state);
        try (Batch again = target.exportState(pane).getFirst()) {
          assertThat(BoxedRows.rows(again)).isEqualTo(BoxedRows.rows(state));
        }
      }
    }
  }
}
