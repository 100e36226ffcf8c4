package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.BoxedRows;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Providers, workers and builders. */
public abstract class BackendContract extends KernelContract {
  @Test
  void theProviderSaysThatItIsAvailable() {
    assertThat(provider().availability())
        .isInstanceOf(BackendProvider.Availability.Available.class);
    assertThat(provider().name()).isEqualTo(harness().backend().name()).matches("[a-z]+");
    assertThat(harness().backend().chunkRows()).isPositive();
    assertThat(harness().backend().workers()).isEqualTo(1);
  }

  @Test
  void everyTaskRunsOnceWithAContextOfItsWorker() {
    try (RootAllocator root = new RootAllocator();
        Backend backend = provider().open(root, 3)) {
      ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
      backend.forEach(
          200,
          (context, task) -> {
            assertThat(context.worker()).isBetween(0, backend.workers() - 1);
            seen.add(task);
          });
      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200).boxed().toList());
      backend.forEach(0, (_, _) -> seen.clear());
      assertThat(seen).hasSize(200);
    }
  }

  @Test
  void theFirstFailureIsThrownAndLaterOnesAreSuppressedIntoIt() {
    try (RootAllocator root = new RootAllocator();
        Backend backend = provider().open(root, 2)) {
      CountDownLatch bothRun = new CountDownLatch(Math.min(2, backend.workers()));
      assertThatThrownBy(
              () ->
                  backend.forEach(
                      2,
                      (_, task) -> {
                        bothRun.countDown();
                        await(bothRun);
                        throw new DataException("task " + task);
                      }))
          .isInstanceOf(DataException.class)
          .satisfies(e -> assertThat(e.getSuppressed().length).isEqualTo(backend.workers() - 1));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void valueErrorsOfAllWorkersAreSummed() {
    try (RootAllocator root = new RootAllocator();
        Backend backend = provider().open(root, 3)) {
      backend.forEach(
          50,
          (context, _) -> {
            Vec one = context.literal(DataType.INT64, 1L, 7);
            Vec zero = context.literal(DataType.INT64, 0L, 7);
            context.arithmetic(Arithmetic.DIVIDE, DataType.INT64, one, zero);
            context.cast(context.literal(DataType.INT64, 300L, 3), DataType.of(Kind.INT8));
            context.reset();
          });
      assertThat(backend.valueErrors().divisionsByZero()).isEqualTo(350);
      assertThat(backend.valueErrors().failedCasts()).isEqualTo(150);
      assertThat(backend.valueErrors().total()).isEqualTo(500);
    }
  }

  @Test
  void aBuilderJoinsManyChunksOfManyLengths() {
    for (DataType type : Samples.TYPES) {
      for (int nullEvery : new int[] {0, 700, 3, 1}) {
        TestColumn column = Samples.column(type, 2048, nullEvery, 101);
        checkBuilt(column, new int[] {1, 2, 61, 0, 64, 63, 200, 65, 1024, 568});
      }
    }
  }

  private void checkBuilt(TestColumn column, int[] lengths) {
    Schema schema = new Schema(List.of(column.type().field("c0")));
    try (Batch batch = TestBatches.at(harness().allocator(), 3, column);
        BatchBuilder builder = harness().backend().newBuilder(schema, harness().allocator())) {
      for (int round = 0; round < 2; round++) {
        harness()
            .withContext(batch, (context, staged) -> append(context, staged, builder, lengths));
        assertThat(builder.rows()).isEqualTo(column.rows());
        try (Batch built = builder.build()) {
          assertThat(built.schema()).isEqualTo(schema);
          assertThat(built.rows()).isEqualTo(column.rows());
          assertThat(BoxedRows.column(built.column(0)))
              .as("" + column.type())
              .isEqualTo(column.values());
          boolean anyNull = column.values().contains(null);
          assertThat(built.column(0).validity() != null).isEqualTo(anyNull);
        }
        assertThat(builder.rows()).isZero();
      }
    }
  }

  private static void append(
      KernelContext context, StagedBatch staged, BatchBuilder builder, int[] lengths) {
    int from = 0;
    for (int length : lengths) {
      builder.append(context, context.load(staged, 0, from, length));
      from += length;
      context.reset();
    }
  }

  @Test
  void emptyBatchesAreBuiltToo() {
    List<Field> fields = new ArrayList<>();
    Samples.TYPES.forEach(type -> fields.add(type.field("c" + fields.size())));
    try (BatchBuilder builder =
            harness().backend().newBuilder(new Schema(fields), harness().allocator());
        Batch empty = builder.build()) {
      assertThat(empty.rows()).isZero();
      assertThat(empty.columns()).hasSize(Samples.TYPES.size());
    }
  }

  @Test
  void valuesAreNarrowedToTheSchemasTypes() {
    TestColumn column = TestColumn.of(DataType.INT64, 1L, 300L, -1L);
    Schema schema = new Schema(List.of(DataType.of(Kind.UINT8).field("c0")));
    try (Batch batch = TestBatches.of(harness().allocator(), column);
        BatchBuilder builder = harness().backend().newBuilder(schema, harness().allocator())) {
      harness()
          .withContext(batch, (context, staged) -> append(context, staged, builder, new int[] {3}));
      try (Batch built = builder.build()) {
        assertThat(BoxedRows.column(built.column(0))).containsExactly(1L, 44L, 255L);
      }
    }
  }

  @Test
  void chunksThatDoNotFitTheSchemaAreRefused() {
    Schema schema = new Schema(List.of(DataType.INT64.field("a"), DataType.UTF8.field("b")));
    try (BatchBuilder builder = harness().backend().newBuilder(schema, harness().allocator())) {
      harness()
          .withContext(
              context -> {
                Vec number = context.literal(DataType.INT64, 1L, 2);
                Vec text = context.literal(DataType.UTF8, new byte[] {'x'}, 2);
                Vec longer = context.literal(DataType.UTF8, new byte[] {'x'}, 3);
                for (Vec[] wrong : new Vec[][] {{number}, {text, number}, {number, longer}}) {
                  assertThatThrownBy(() -> builder.append(context, wrong))
                      .isInstanceOf(InternalException.class);
                }
                builder.append(context, number, text);
              });
      assertThat(builder.rows()).isEqualTo(2);
    }
  }

  @Test
  void aBuilderThatRunsOutOfMemoryGivesBackWhatItHas() {
    TestColumn column = Samples.column(DataType.UTF8, 2048, 3, 102);
    Schema schema = new Schema(List.of(DataType.UTF8.field("c0")));
    try (Batch batch = TestBatches.of(harness().allocator(), column);
        var small = harness().allocator().newChildAllocator("small", 0, 64 << 10);
        BatchBuilder builder = harness().backend().newBuilder(schema, small)) {
      assertThatThrownBy(
              () ->
                  harness()
                      .withContext(
                          batch,
                          (context, staged) -> {
                            while (true) {
                              append(context, staged, builder, new int[] {2048});
                            }
                          }))
          .isInstanceOf(OutOfMemoryException.class);
    }
  }
}
