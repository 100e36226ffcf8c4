package io.millrace.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.FreshEmulator;
import io.millrace.cuda.emulator.QueuedWork;
import io.millrace.cuda.emulator.Schedules;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.BoxedRows;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The next batch comes up while one is computed, and results go down while kernels go on; yet each
 * piece of work finds what it needs, in memory that is handed out again and again. The emulated
 * driver would find work that an event is missing for.
 */
@ExtendWith(FreshEmulator.class)
class OverlapTest {
  private static final int[] SIZES = {700, 300, 900, 900, 40, 910, 905, 900};
  private static final Schema OUT =
      new Schema(List.of(DataType.INT64.field("v"), DataType.UTF8.field("t")));
  private static final GroupSpec SPEC =
      new GroupSpec(
          List.of(new GroupSpec.Key("v", DataType.INT64)),
          List.of(new Aggregate("n", AggregateFunction.COUNT, DataType.UTF8)));

  /** What was queued up to where a batch was done. */
  private final List<List<QueuedWork>> perBatch = new ArrayList<>();

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  private static TestColumn numbers(int batch) {
    return Samples.column(DataType.INT64, SIZES[batch], 5, 10 + batch);
  }

  private static TestColumn texts(int batch) {
    return Samples.column(DataType.UTF8, SIZES[batch], 5, 20 + batch);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void batchesFollowEachOther(Schedules schedule) {
    schedule.use();
    run(false);
    // The slots are there from the third batch on; before, a block that the heap had in use
    // for something else is waited for.
    for (int batch = 3; batch + 1 < SIZES.length; batch++) {
      List<QueuedWork> work = perBatch.get(batch);
      QueuedWork next = copies(work, "upload").getFirst();
      List<QueuedWork> kernels = kernels(work);
      assertThat(kernels).as("the next batch comes up meanwhile").anyMatch(next::overlaps);
      QueuedWork result = copies(work, "download").getFirst();
      assertThat(kernels).as("kernels go on meanwhile").anyMatch(result::overlaps);
      List<QueuedWork> after = kernels(perBatch.get(batch + 1));
      assertThat(after.getLast().isAfter(next)).as("kernels wait for their batch").isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void batchesFollowEachOtherInMemoryOfTheirOwn(Schedules schedule) {
    schedule.use();
    run(true);
  }

  private static List<QueuedWork> kernels(List<QueuedWork> work) {
    return work.stream().filter(each -> each.what().contains("_")).toList();
  }

  /** Copies in another stream than kernels are. */
  private static List<QueuedWork> copies(List<QueuedWork> work, String what) {
    int stream = kernels(work).getFirst().stream();
    return work.stream()
        .filter(each -> each.what().equals(what) && each.stream() != stream)
        .toList();
  }

  private void run(boolean exactMemory) {
    try (RootAllocator root = new RootAllocator();
        Backend backend = new CudaBackendProvider(exactMemory).open(root, 0);
        GroupTable table = backend.newGroupTable(SPEC, root);
        BatchBuilder builder = backend.newBuilder(OUT, root)) {
      assertThat(backend.stagesAhead()).isTrue();
      Emulator.set("log", true);
      Batch batch = batch(root, 0);
      StagedBatch staged = backend.stage(batch, 0, 1);
      for (int number = 0; number < SIZES.length; number++) {
        boolean last = number + 1 == SIZES.length;
        Batch nextBatch = last ? null : batch(root, number + 1);
        StagedBatch next = last ? null : backend.stage(nextBatch, 0, 1);
        StagedBatch one = staged;
        backend.forEach(1, (kernels, _) -> work(kernels, one, table, builder));
        staged.close();
        batch.close();
        check(builder, number);
        perBatch.add(Emulator.log());
        Emulator.set("log", true);
        batch = nextBatch;
        staged = next;
      }
      table.seal();
      checkGroups(table);
    }
  }

  private static Batch batch(RootAllocator root, int number) {
    return TestBatches.of(root, numbers(number), texts(number));
  }

  /** Rows for a result, and, while they go down, kernels that take the scratch memory again. */
  private static void work(
      KernelContext kernels, StagedBatch staged, GroupTable table, BatchBuilder builder) {
    int rows = staged.rows();
    kernels.reset();
    Vec number = kernels.load(staged, 0, 0, rows);
    Vec twice = kernels.arithmetic(Arithmetic.ADD, DataType.INT64, number, number);
    builder.append(kernels, twice, kernels.load(staged, 1, 0, rows));
    kernels.reset();
    Vec again = kernels.load(staged, 0, 0, rows);
    Vec seven = kernels.literal(DataType.INT64, 7L, rows);
    Vec key = kernels.arithmetic(Arithmetic.MODULO, DataType.INT64, again, seven);
    Vec text = kernels.load(staged, 1, 0, rows);
    table.writer(kernels).update(null, new Vec[] {key}, new Vec[] {text}, rows, 0);
  }

  private static void check(BatchBuilder builder, int number) {
    try (Batch built = builder.build()) {
      List<Object> twice = new ArrayList<>();
      numbers(number).values().forEach(v -> twice.add(v == null ? null : (Long) v * 2));
      assertThat(BoxedRows.column(built.column(0))).isEqualTo(twice);
      assertThat(BoxedRows.column(built.column(1))).isEqualTo(texts(number).values());
    }
  }

  private static void checkGroups(GroupTable table) {
    long counted = 0;
    for (Batch batch : table.result(0)) {
      try (batch) {
        for (Object count : BoxedRows.column(batch.column(1))) {
          counted += (Long) count;
        }
      }
    }
    long texts = 0;
    for (int batch = 0; batch < SIZES.length; batch++) {
      texts += texts(batch).values().stream().filter(Objects::nonNull).count();
    }
    assertThat(counted).isEqualTo(texts);
  }
}
