package io.millrace.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.FreshEmulator;
import io.millrace.cuda.emulator.QueuedWork;
import io.millrace.cuda.emulator.Schedules;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.HostMemory;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.BoxedRows;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that were born in the memory which the backend offers go up from where they are. */
@ExtendWith(FreshEmulator.class)
class PinnedInputTest {
  private static final int ROWS = 12_000;
  private static final TestColumn[] COLUMNS = {
    Samples.column(DataType.INT64, ROWS, 5, 1),
    Samples.column(DataType.UTF8, ROWS, 5, 2),
    Samples.column(DataType.BOOL, ROWS, 5, 3),
    Samples.column(DataType.FLOAT64, ROWS, 0, 4),
  };

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  private final CudaBackendProvider provider = new CudaBackendProvider(false);

  /** What a test does with a backend and an allocator whose memory the backend offers. */
  @FunctionalInterface
  private interface Work {
    void run(Backend backend, BufferAllocator allocator);
  }

  private void within(Work work) {
    try (HostMemory memory = provider.hostMemory().orElseThrow();
        RootAllocator root =
            new RootAllocator(
                RootAllocator.configBuilder().allocationManagerFactory(memory.factory()).build())) {
      // Blocks are taken again, and are full of what was there.
      try (ArrowBuf dirt = root.buffer(8 << 20)) {
        dirt.setOne(0, dirt.capacity());
      }
      try (Backend backend = provider.open(root, 0)) {
        work.run(backend, root);
      }
    }
  }

  /** All columns up and down again. */
  private static void roundTrip(Backend backend, BufferAllocator allocator, int offset) {
    List<Field> fields = new ArrayList<>();
    for (TestColumn column : COLUMNS) {
      fields.add(column.type().field("c" + fields.size()));
    }
    try (Batch batch = TestBatches.at(allocator, offset, COLUMNS);
        StagedBatch staged = backend.stage(batch, 0, 1, 2, 3);
        BatchBuilder builder = backend.newBuilder(new Schema(fields), allocator)) {
      backend.forEach(
          1,
          (kernels, _) -> {
            Vec[] columns = new Vec[COLUMNS.length];
            for (int i = 0; i < columns.length; i++) {
              columns[i] = kernels.load(staged, i, 0, ROWS);
            }
            builder.append(kernels, columns);
          });
      try (Batch built = builder.build()) {
        for (int i = 0; i < COLUMNS.length; i++) {
          assertThat(BoxedRows.column(built.column(i))).isEqualTo(COLUMNS[i].values());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void rowsAreTheSame(Schedules schedule) {
    schedule.use();
    within(
        (backend, allocator) -> {
          roundTrip(backend, allocator, 0);
          roundTrip(backend, allocator, 3);
        });
  }

  @Test
  void largeBuffersAreCopiedFromWhereTheyAre() {
    within(
        (backend, allocator) -> {
          Emulator.set("log", true);
          roundTrip(backend, allocator, 0);
          // Numbers, bytes of text, and more numbers by themselves; between them what is small.
          assertThat(uploads()).filteredOn(bytes -> bytes == 8L * ROWS).hasSize(2);
          assertThat(uploads()).filteredOn(bytes -> bytes > 64 << 10).hasSizeGreaterThan(2);
          // Bitmaps of rows, and 32-bit offsets of text.
          assertThat(backend.bytesGathered())
              .isBetween(4L * ROWS / 8, 4L * ROWS / 8 + 4L * ROWS + 99);
        });
  }

  private static List<Long> uploads() {
    return Emulator.log().stream()
        .filter(work -> work.what().equals("upload"))
        .map(QueuedWork::bytes)
        .toList();
  }

  /** No memory, a wrong address, the operating system. */
  @ParameterizedTest
  @ValueSource(ints = {2, 1, 304})
  void whatTheDriverDoesNotPinIsGatheredAsOrdinaryMemoryIs(int code) {
    within(
        (backend, allocator) -> {
          // The first allocation is the block for the batch, the second the slab's pinning.
          Emulator.set("fail.allocation", 2);
          Emulator.set("fail.allocation.code", code);
          Emulator.set("log", true);
          roundTrip(backend, allocator, 0);
          assertThat(uploads()).noneMatch(bytes -> bytes == 8L * ROWS);
          assertThat(backend.bytesGathered()).isGreaterThan(2 * 8L * ROWS);
          // It is not asked again.
          roundTrip(backend, allocator, 0);
          assertThat(uploads()).noneMatch(bytes -> bytes == 8L * ROWS);
        });
  }

  /** A driver pins memory once. */
  @Test
  void whatAnotherBackendHasPinnedIsGathered() {
    within(
        (backend, allocator) -> {
          roundTrip(backend, allocator, 0);
          try (Backend second = provider.open(allocator, 0)) {
            roundTrip(second, allocator, 0);
            assertThat(second.bytesGathered()).isGreaterThan(2 * 8L * ROWS);
          }
          roundTrip(backend, allocator, 0);
        });
  }
}
