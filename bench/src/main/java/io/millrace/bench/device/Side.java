package io.millrace.bench.device;

import io.millrace.bench.kernels.RowTasks;
import io.millrace.cuda.StreamTimer;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import org.apache.arrow.memory.BufferAllocator;

/** One of the two devices that are compared, and the clock that tells what it takes alone. */
final class Side implements AutoCloseable {
  /** Of a GPU, timed together, so that the host's share of the first hardly counts. */
  private static final int PASSES = 4;

  private final BufferAllocator allocator;
  private final Backend backend;

  /** Null on the CPU, which has no clock but the host's. */
  private final StreamTimer timer;

  Side(BackendProvider provider, BufferAllocator allocator) {
    this.allocator = allocator;
    this.backend = provider.open(allocator, 0);
    this.timer = backend.name().equals("cpu") ? null : StreamTimer.of(backend);
  }

  Backend backend() {
    return backend;
  }

  /** Where results come from. */
  BufferAllocator allocator() {
    return allocator;
  }

  /** Nanoseconds of kernels over all rows; a GPU has those of several passes queued at once. */
  double timeKernels(int rows, RowTasks.Chunk chunk) {
    if (timer == null) {
      return Measured.byHost(() -> RowTasks.run(backend, rows, chunk)).getAsDouble();
    }
    backend.forEach(
        1,
        (context, _) -> {
          timer.begin();
          for (int i = 0; i < PASSES; i++) {
            chunk.take(context, 0, 0, rows);
            context.reset();
          }
          timer.end();
        });
    return timer.nanos() / PASSES;
  }

  /** Nanoseconds of work in which the host waits for the device. */
  double time(Runnable work) {
    if (timer == null) {
      return Measured.byHost(work).getAsDouble();
    }
    timer.begin();
    work.run();
    timer.end();
    return timer.nanos();
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.close();
    }
    backend.close();
  }
}
