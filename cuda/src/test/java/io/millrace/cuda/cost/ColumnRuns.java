package io.millrace.cuda.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.CudaBackendProvider;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.LongRange;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.fixture.KernelHarness;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import java.util.ArrayList;
import java.util.List;

/** Every operation of {@link KernelContext}, over the columns of {@link Inputs}. */
final class ColumnRuns {
  private ColumnRuns() {}

  /** Runs all on the emulated device and on the CPU, whose results must be the same. */
  static void measure(Measured measured) {
    List<List<Object>> ours = new ArrayList<>();
    try (var cuda = new KernelHarness(new CudaBackendProvider(false));
        Batch batch = batch(cuda)) {
      cuda.withContext(
          batch,
          (context, staged) -> {
            measured.begin();
            Vec[] in = load(context, staged, 0, batch.rows());
            measured.end();
            for (KernelHarness.Kernel kernel : Operations.ALL) {
              measured.begin();
              Vec result = kernel.apply(context, in);
              ours.add(cuda.read(context, result));
              measured.end();
            }
            measured.begin();
            assertThat(context.range(in[Inputs.LONG])).isEqualTo(range());
            measured.end();
            context.reset();
          });
    }
    compare(ours);
  }

  private static void compare(List<List<Object>> ours) {
    List<List<Object>> theirs = new ArrayList<>();
    Operations.ALL.forEach(_ -> theirs.add(new ArrayList<>()));
    try (var cpu = new KernelHarness(new CpuBackendProvider());
        Batch batch = batch(cpu)) {
      cpu.withContext(
          batch,
          (context, staged) -> {
            int chunk = cpu.backend().chunkRows();
            for (int from = 0; from < batch.rows(); from += chunk) {
              Vec[] in = load(context, staged, from, Math.min(chunk, batch.rows() - from));
              for (int i = 0; i < theirs.size(); i++) {
                Vec result = Operations.ALL.get(i).apply(context, in);
                theirs.get(i).addAll(cpu.read(context, result));
              }
              context.reset();
            }
          });
    }
    for (int i = 0; i < theirs.size(); i++) {
      assertThat(ours.get(i).equals(theirs.get(i))).as("operation %d", i).isTrue();
    }
  }

  private static Batch batch(KernelHarness harness) {
    return TestBatches.of(harness.allocator(), Inputs.COLUMNS.toArray(TestColumn[]::new));
  }

  private static Vec[] load(KernelContext context, StagedBatch staged, int from, int rows) {
    Vec[] vecs = new Vec[Inputs.COLUMNS.size()];
    for (int column = 0; column < vecs.length; column++) {
      vecs[column] = context.load(staged, column, from, rows);
    }
    return vecs;
  }

  private static LongRange range() {
    LongRange range = LongRange.EMPTY;
    for (Object value : Inputs.COLUMNS.get(Inputs.LONG).values()) {
      if (value instanceof Long each) {
        range = range.union(new LongRange(each, each));
      }
    }
    return range;
  }
}
