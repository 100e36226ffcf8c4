package io.millrace.cuda.host;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.transfer.ToDevice;
import io.millrace.cuda.transfer.ToHost;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.Backend;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.Vec;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.CpuVec;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The kernels that stay on the CPU: operands come down, the CPU's kernel runs, the result goes up.
 * {@code docs/gpu.md} names them with their reasons. Blocks.
 *
 * <p>For one thread at a time.
 */
public final class HostKernels implements AutoCloseable {
  private final Backend cpu;
  private final Scratch scratch;
  private final ToHost toHost;
  private final ToDevice toDevice;

  /** One CPU worker beside the device. */
  public HostKernels(CudaDevice device, BufferAllocator allocator) {
    this.cpu = new CpuBackendProvider().open(allocator, 1);
    this.scratch = new Scratch(allocator);
    this.toHost = new ToHost(device, scratch);
    this.toDevice = new ToDevice(device);
  }

  /** A kernel of the CPU over vectors of the CPU. */
  @FunctionalInterface
  public interface Kernel {
    /** The kernel's result. */
    Vec apply(KernelContext context, Vec[] operands);
  }

  /** Runs a kernel over vectors of the device. */
  public DeviceVec apply(Kernel kernel, DeviceVec... operands) {
    return run(operands, (context, host) -> toDevice.vector((CpuVec) kernel.apply(context, host)));
  }

  /** Work of the CPU over operands that came down. */
  @FunctionalInterface
  interface Work<T> {
    /** Runs on the CPU's worker, which is the calling thread. */
    T run(KernelContext context, CpuVec[] operands);
  }

  /** Brings operands down, works on them, and takes the CPU's scratch memory back. */
  <T> T run(DeviceVec[] operands, Work<T> work) {
    CpuVec[] host = toHost.vectors(operands);
    var result = new AtomicReference<T>();
    try {
      cpu.forEach(1, (context, _) -> result.set(inContext(context, host, work)));
    } finally {
      scratch.reset();
    }
    return result.get();
  }

  private static <T> T inContext(KernelContext context, CpuVec[] host, Work<T> work) {
    try {
      return work.run(context, host);
    } finally {
      context.reset();
    }
  }

  /** The CPU's backend, for what keeps state there. */
  Backend cpu() {
    return cpu;
  }

  /** What the CPU's kernels counted. */
  public ValueErrors valueErrors() {
    return cpu.valueErrors();
  }

  @Override
  public void close() {
    scratch.close();
    cpu.close();
  }
}
