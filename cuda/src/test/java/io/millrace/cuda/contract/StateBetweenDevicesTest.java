package io.millrace.cuda.contract;

import static io.millrace.kernels.group.AggregateFunction.APPROX_DISTINCT;
import static io.millrace.kernels.group.AggregateFunction.COUNT;
import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.FIRST;
import static io.millrace.kernels.group.AggregateFunction.LAST;
import static io.millrace.kernels.group.AggregateFunction.MAX;
import static io.millrace.kernels.group.AggregateFunction.MEAN;
import static io.millrace.kernels.group.AggregateFunction.MIN;
import static io.millrace.kernels.group.AggregateFunction.STDDEV;
import static io.millrace.kernels.group.AggregateFunction.SUM;
import static io.millrace.kernels.group.AggregateFunction.VARIANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cuda.group.CudaGroupTable;
import io.millrace.error.DataException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.contract.GroupTableContract;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.fixture.BoxedRows;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupOracle;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** State goes from the CPU to the GPU and back, and goes on there as if it had never moved. */
class StateBetweenDevicesTest {
  private static final Object[] AGGREGATES = {
    COUNT_ALL,
    null,
    COUNT,
    DataType.UTF8,
    SUM,
    DataType.INT64,
    SUM,
    DataType.FLOAT64,
    MIN,
    DataType.FLOAT64,
    MAX,
    DataType.UINT64,
    MIN,
    DataType.BOOL,
    MEAN,
    DataType.INT32,
    VARIANCE,
    DataType.FLOAT64,
    STDDEV,
    DataType.INT32,
    FIRST,
    DataType.FLOAT64,
    LAST,
    DataType.BOOL,
    APPROX_DISTINCT,
    DataType.UTF8,
    MAX,
    DataType.UTF8,
    LAST,
    DataType.BINARY
  };

  private GroupHarness cpu;
  private GroupHarness gpu;

  @BeforeEach
  void open() {
    gpu = new GroupHarness(TestedBackend.provider(), 0);
    cpu = new GroupHarness(new CpuBackendProvider(), 2);
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      cpu.close();
      gpu.close();
    }
  }

  private static List<GroupSpec> specs(Object... aggregates) {
    return List.of(
        GroupRows.spec(List.of(DataType.INT64), aggregates),
        GroupRows.spec(List.of(DataType.UTF8, DataType.FLOAT64, DataType.BOOL), aggregates),
        GroupRows.spec(List.of(), aggregates));
  }

  private static void move(GroupTable from, GroupTable to) {
    for (Batch batch : from.exportState(0)) {
      try (batch) {
        to.importState(0, batch);
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
    for (GroupSpec spec : specs(AGGREGATES)) {
      for (int nullEvery : new int[] {0, 3}) {
        GroupRows first = GroupRows.random(spec, 5000, 300, 0, nullEvery, 1);
        GroupRows then = GroupRows.random(spec, 5000, 300, 0, 4, 2);
        try (GroupTable source = before.backend().newGroupTable(spec, before.allocator());
            GroupTable target = after.backend().newGroupTable(spec, after.allocator())) {
          GroupOracle oracle = new GroupOracle(spec).add(first, before.feed(source, first, 999));
          // Both count their own rows: what comes later has to have later numbers.
          after.skip(first.rows());
          move(source, target);
          GroupTableContract.check(target, oracle);
          oracle.add(then, after.feed(target, then, 999));
          GroupTableContract.check(target, oracle);
          before.skip(then.rows());
        }
      }
    }
  }

  /** Bit for bit, not only as good: a sketch that moves would count everything twice otherwise. */
  @Test
  void sketchesOfBothHaveTheSameRegisters() {
    for (DataType type : List.of(DataType.INT64, DataType.FLOAT64, DataType.UTF8, DataType.BOOL)) {
      GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), APPROX_DISTINCT, type);
      GroupRows rows = GroupRows.random(spec, 4000, 5, 0, 4, 3);
      assertThat(sketches(gpu, spec, rows)).isEqualTo(sketches(cpu, spec, rows)).isNotEmpty();
    }
  }

  private static Map<Object, Map<Integer, Integer>> sketches(
      GroupHarness harness, GroupSpec spec, GroupRows rows) {
    Map<Object, Map<Integer, Integer>> sketches = new HashMap<>();
    try (GroupTable table = harness.backend().newGroupTable(spec, harness.allocator())) {
      harness.feed(table, rows, 700);
      for (Batch batch : table.exportState(0)) {
        try (batch) {
          BoxedRows.rows(batch).forEach(row -> sketches.put(row.get(0), registers(row.get(1))));
        }
      }
    }
    return sketches;
  }

  private static Map<Integer, Integer> registers(Object exported) {
    Map<Integer, Integer> registers = new HashMap<>();
    byte[] bytes = ((ByteBuffer) exported).array();
    for (int at = 0; bytes.length < 4096 && at < bytes.length; at += 4) {
      int register = (bytes[at + 1] & 0xFF) | ((bytes[at + 2] & 0xFF) << 8);
      registers.put(register, (int) bytes[at]);
    }
    for (int register = 0; bytes.length == 4096 && register < 4096; register++) {
      if (bytes[register] != 0) {
        registers.put(register, (int) bytes[register]);
      }
    }
    return registers;
  }

  @Test
  void whatIsNoSketchIsRefusedAndChangesNothing() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), APPROX_DISTINCT, DataType.INT64);
    List<ByteBuffer> wrong =
        List.of(
            ByteBuffer.wrap(new byte[5]),
            ByteBuffer.wrap(new byte[5000]),
            ByteBuffer.wrap(new byte[] {54, 0, 0, 0}),
            ByteBuffer.wrap(new byte[] {0, 1, 0, 0}),
            ByteBuffer.wrap(new byte[] {1, 0, 16, 0}));
    try (GroupTable table = gpu.backend().newGroupTable(spec, gpu.allocator())) {
      assertThat(table).isInstanceOf(CudaGroupTable.class);
      for (ByteBuffer each : wrong) {
        List<Object> sketches = new ArrayList<>(List.of(ByteBuffer.wrap(new byte[0]), each));
        try (Batch batch =
            TestBatches.of(
                gpu.allocator(),
                TestColumn.of(DataType.INT64, 1L, 2L),
                TestColumn.of(DataType.BINARY, sketches))) {
          assertThatThrownBy(() -> table.importState(0, batch))
              .isInstanceOf(DataException.class)
              .hasMessageContaining("4096");
        }
      }
      assertThat(table.groups()).isZero();
    }
  }
}
