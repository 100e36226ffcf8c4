package io.millrace.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.error.UserException;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.Vec;
import io.millrace.kernels.contract.BackendContract;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.types.DataType;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class CpuBackendTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }

  @Test
  void aNegativeNumberOfWorkersIsRefused() {
    try (RootAllocator root = new RootAllocator()) {
      assertThatThrownBy(() -> provider().open(root, -1))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("workers=-1");
    }
  }

  @Test
  void zeroWorkersMeansOneForEachProcessor() {
    try (RootAllocator root = new RootAllocator();
        var backend = provider().open(root, 0)) {
      assertThat(backend.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
  }

  @Test
  void nativeScratchMemoryDoesNotGrowFromChunkToChunk() {
    harness()
        .withContext(
            context -> {
              long steady = 0;
              for (int chunk = 0; chunk < 20; chunk++) {
                Vec text = context.literal(DataType.UTF8, new byte[200], 2048);
                context.text(TextFunction.UPPER, text);
                context.reset();
                steady = chunk == 0 ? harness().allocator().getAllocatedMemory() : steady;
              }
              assertThat(harness().allocator().getAllocatedMemory()).isEqualTo(steady);
            });
  }

  @Test
  void moreThanTwoGibOfTextAsksForTheLargeType() {
    // Four rows of 700 MB that all lie in the same bytes: refused before a byte is copied.
    Schema schema = new Schema(List.of(DataType.UTF8.field("c0")));
    try (var source = harness().allocator().buffer(8);
        BatchBuilder builder = harness().backend().newBuilder(schema, harness().allocator())) {
      long[] addresses = new long[4];
      int[] lengths = new int[4];
      Arrays.fill(addresses, source.memoryAddress());
      Arrays.fill(lengths, 700_000_000);
      Vec huge = new BytesVec(DataType.UTF8, 4, addresses, lengths, null);
      harness()
          .withContext(
              context ->
                  assertThatThrownBy(() -> builder.append(context, huge))
                      .isInstanceOf(DataException.class)
                      .hasMessageContaining("bytes=2800000000")
                      .hasMessageContaining("large_utf8"));
    }
  }
}
