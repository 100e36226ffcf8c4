package io.millrace.cuda.device;

import io.millrace.cuda.driver.CudaAvailability.DeviceInfo;
import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.launch.Kernels;
import io.millrace.cuda.memory.DeviceHeap;
import io.millrace.cuda.memory.DeviceScratch;
import io.millrace.cuda.memory.Downloads;
import io.millrace.cuda.memory.Uploads;
import io.millrace.error.DeviceException;

/**
 * One GPU as a backend uses it: the context, one stream for all work, memory, the ways up and down,
 * kernels, and the tally of errors. For one thread at a time, which calls {@link #bind} first.
 */
public final class CudaDevice implements AutoCloseable {
  private final CudaContext context;
  private final CudaStream stream;
  private final DeviceHeap heap;
  private final DeviceScratch scratch;
  private final Uploads uploads;
  private final Downloads downloads;
  private final Kernels kernels;
  private final DeviceTally tally;

  /** Opens a device; in exact mode each piece of its memory is an allocation of its own. */
  public CudaDevice(DeviceInfo info, boolean exactMemory) {
    this.context = CudaContext.open(info.ordinal());
    this.stream = context.stream();
    this.heap = new DeviceHeap(context, exactMemory);
    this.scratch = new DeviceScratch(heap, exactMemory);
    this.uploads = new Uploads(context, stream);
    this.downloads = new Downloads(context, stream);
    this.kernels = new Kernels(context, stream, info.multiprocessors());
    this.tally = new DeviceTally(this);
  }

  /** Lets the calling thread use the device. */
  public void bind() {
    context.bind();
  }

  /** The stream that all work is queued on. */
  public CudaStream stream() {
    return stream;
  }

  /** Memory with an owner. */
  public DeviceHeap heap() {
    return heap;
  }

  /** Memory until the context's next reset. */
  public DeviceScratch scratch() {
    return scratch;
  }

  /** The way up. */
  public Uploads uploads() {
    return uploads;
  }

  /** The way down. */
  public Downloads downloads() {
    return downloads;
  }

  /** Launches. */
  public Kernels kernels() {
    return kernels;
  }

  /** Where kernels count errors. */
  public DeviceTally tally() {
    return tally;
  }

  /**
   * Gives all back. A device that was lost took its memory along; its context is made anew later.
   */
  @Override
  public void close() {
    boolean lost = isLost();
    tally.close();
    kernels.close();
    downloads.close();
    uploads.close();
    scratch.close();
    heap.close();
    stream.close();
    if (lost) {
      context.abandon();
    } else {
      context.close();
    }
  }

  private boolean isLost() {
    try {
      bind();
      stream.synchronize();
      return false;
    } catch (DeviceException e) {
      if (e.recoverable()) {
        throw e;
      }
      return true;
    }
  }
}
