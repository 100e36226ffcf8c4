package io.millrace.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.FreshEmulator;
import io.millrace.cuda.host.HostGramTable;
import io.millrace.error.DeviceException;
import io.millrace.error.MillraceException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails on a device, all that it had is given back, and a new backend works. */
@ExtendWith(FreshEmulator.class)
class LostDeviceTest {
  private static final DataType INT32 = DataType.of(Kind.INT32);
  private static final GroupSpec SPEC =
      new GroupSpec(
          List.of(new GroupSpec.Key("k", DataType.UTF8)),
          List.of(new Aggregate("sum", AggregateFunction.SUM, INT32)));

  /** One batch through staging, loading, grouping and building. */
  private static long run(RootAllocator root, Backend backend) {
    TestColumn later = TestColumn.of(INT32, 7L, 8L);
    try (Batch next = TestBatches.of(root, later);
        StagedBatch ahead = backend.stage(next, 0)) {
      assertThat(ahead.rows()).isEqualTo(2);
      return runOne(root, backend);
    }
  }

  private static long runOne(RootAllocator root, Backend backend) {
    TestColumn keys = TestColumn.of(DataType.UTF8, "a", "bb", null, "a", "ccc");
    TestColumn values = TestColumn.of(INT32, 1L, 2L, 3L, null, 5L);
    try (Batch batch = TestBatches.of(root, keys, values);
        StagedBatch staged = backend.stage(batch, 0, 1);
        GroupTable table = backend.newGroupTable(SPEC, root);
        GroupTable matrix = backend.newGroupTable(new GramSpec(List.of("x", "y")), root);
        BatchBuilder builder =
            backend.newBuilder(new Schema(List.of(DataType.UTF8.field("k"))), root)) {
      backend.forEach(
          1,
          (kernels, _) -> {
            Vec key = kernels.load(staged, 0, 0, 5);
            Vec value = kernels.load(staged, 1, 0, 5);
            table.writer(kernels).update(null, new Vec[] {key}, new Vec[] {value}, 5, 0);
            Vec number = kernels.cast(value, DataType.FLOAT64);
            matrix.writer(kernels).update(null, new Vec[0], new Vec[] {number, number}, 5, 0);
            builder.append(kernels, key);
            kernels.reset();
          });
      table.seal();
      table.result(0).forEach(Batch::close);
      matrix.seal();
      matrix.result(0).forEach(Batch::close);
      builder.build().close();
      return table.groups();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whicheverLaunchLosesTheDevice(boolean exactMemory) {
    int lost = 0;
    for (int nth = 1; ; nth++) {
      DeviceException failure = failing(exactMemory, "fail.launch", nth);
      if (failure == null) {
        break;
      }
      lost++;
      assertThat(failure.recoverable()).isFalse();
    }
    assertThat(lost).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whicheverAllocationFindsNoMemory(boolean exactMemory) {
    int lacking = 0;
    for (int nth = 1; ; nth++) {
      DeviceException failure = failing(exactMemory, "fail.allocation", nth);
      if (failure == null) {
        break;
      }
      lacking++;
      assertThat(failure.recoverable()).isTrue();
    }
    assertThat(lacking).isPositive();
  }

  /** They share the context: it goes when the last of them has done with it. */
  @Test
  void whoeverSharesTheDeviceIsTold() {
    CudaBackendProvider provider = new CudaBackendProvider();
    try (RootAllocator root = new RootAllocator()) {
      try (Backend other = provider.open(root, 0)) {
        assertThat(run(root, other)).isEqualTo(4);
        try (Backend backend = provider.open(root, 0)) {
          Emulator.set("fail.launch", 1);
          assertThatThrownBy(() -> run(root, backend)).isInstanceOf(DeviceException.class);
        }
        DeviceException told = catchThrowableOfType(DeviceException.class, () -> run(root, other));
        assertThat(told.recoverable()).isFalse();
        assertThatThrownBy(() -> provider.open(root, 0)).isInstanceOf(DeviceException.class);
      }
      try (Backend backend = provider.open(root, 0)) {
        assertThat(run(root, backend)).isEqualTo(4);
      }
    }
  }

  /** A cuBLAS that is too new for the driver, or finds no memory. */
  @Test
  void whereCublasDoesNotStartTheCpuStandsIn() {
    try (RootAllocator root = new RootAllocator();
        Backend backend = new CudaBackendProvider().open(root, 0)) {
      Emulator.set("fail.creation", 1);
      try (GroupTable table = backend.newGroupTable(new GramSpec(List.of("x", "y")), root)) {
        assertThat(table).isInstanceOf(HostGramTable.class);
      }
      assertThat(run(root, backend)).isEqualTo(4);
    }
  }

  /** Runs with a fault, and then without one; the failure, or null if the fault was not met. */
  private static DeviceException failing(boolean exactMemory, String fault, int nth) {
    DeviceException failure = null;
    try (RootAllocator root = new RootAllocator()) {
      try (Backend backend = new CudaBackendProvider(exactMemory).open(root, 0)) {
        Emulator.set(fault, nth);
        failure = catchThrowableOfType(DeviceException.class, () -> run(root, backend));
        Emulator.set(fault, 0);
      }
      try (Backend backend = new CudaBackendProvider(exactMemory).open(root, 0)) {
        assertThat(run(root, backend)).as("%s=%s", fault, nth).isEqualTo(4);
      }
    } catch (MillraceException e) {
      throw new AssertionError(fault + "=" + nth, e);
    }
    return failure;
  }
}
