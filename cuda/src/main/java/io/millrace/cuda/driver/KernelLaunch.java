package io.millrace.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;

/**
 * A kernel and its block of arguments, which is made once and filled for each launch. For one
 * thread at a time: a launch reads the arguments before it returns.
 */
public final class KernelLaunch implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final String name;
  private final CUfunction function;
  private final MemorySegment cells;
  private final Pointer table;

  KernelLaunch(String name, CUfunction function, int arguments) {
    this.name = name;
    this.function = function;
    this.cells = arena.allocate(8L * Math.max(1, arguments), 8);
    MemorySegment addresses = arena.allocate(8L * Math.max(1, arguments), 8);
    for (int i = 0; i < arguments; i++) {
      addresses.setAtIndex(ValueLayout.JAVA_LONG, i, cells.address() + 8L * i);
    }
    this.table = Addresses.host(addresses.address());
  }

  /** Sets argument {@code index} to the memory's address. */
  public KernelLaunch set(int index, DeviceMemory memory) {
    return set(index, memory.address());
  }

  /** Sets a 64-bit argument. */
  public KernelLaunch set(int index, long value) {
    cells.setAtIndex(ValueLayout.JAVA_LONG, index, value);
    return this;
  }

  /** Sets a 32-bit argument. */
  public KernelLaunch set(int index, int value) {
    cells.set(ValueLayout.JAVA_INT, 8L * index, value);
    return this;
  }

  /** Sets an argument of type double. */
  public KernelLaunch set(int index, double value) {
    cells.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
    return this;
  }

  /** Queues the kernel on the stream; {@code shared} is in bytes for each block. */
  public void launch(CudaStream stream, int blocks, int threads, int shared) {
    int code =
        JCudaDriver.cuLaunchKernel(
            function, blocks, 1, 1, threads, 1, 1, shared, stream.handle(), table, null);
    if (code != 0) {
      throw Calls.failure(
          code,
          "cuLaunchKernel",
          "kernel",
          name,
          "blocks",
          blocks,
          "threads",
          threads,
          "shared",
          shared);
    }
  }

  /** Frees the block of arguments. */
  @Override
  public void close() {
    arena.close();
  }
}
