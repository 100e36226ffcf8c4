package io.millrace.cuda.driver;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Work in order. Copies and launches return at once; what they use has to stay until {@link
 * #synchronize}, or until an event recorded after them has passed.
 */
public final class CudaStream implements AutoCloseable {
  private final CUstream stream;

  CudaStream(CUstream stream) {
    this.stream = stream;
  }

  CUstream handle() {
    return stream;
  }

  /** Copies {@code bytes} from pinned memory to the device. */
  public void upload(
      DeviceMemory to, long toOffset, PinnedMemory from, long fromOffset, long bytes) {
    upload(to.at(toOffset, bytes), from, fromOffset, bytes);
  }

  /** Copies {@code bytes} from the device to pinned memory. */
  public void download(
      PinnedMemory to, long toOffset, DeviceMemory from, long fromOffset, long bytes) {
    download(to, toOffset, from.at(fromOffset, bytes), bytes);
  }

  /**
   * Copies {@code bytes} from pinned memory to a device address. Whoever computed the address has
   * checked that the whole range lies in memory which stays.
   */
  public void upload(long to, PinnedMemory from, long fromOffset, long bytes) {
    int code =
        JCudaDriver.cuMemcpyHtoDAsync(
            Addresses.device(to), from.at(fromOffset, bytes), bytes, stream);
    if (code != 0) {
      throw Calls.failure(code, "cuMemcpyHtoDAsync", "bytes", bytes, "to", to);
    }
  }

  /** As upload, from host memory that is registered and stays until the copy is done. */
  public void upload(long to, long from, long bytes) {
    int code =
        JCudaDriver.cuMemcpyHtoDAsync(Addresses.device(to), Addresses.host(from), bytes, stream);
    if (code != 0) {
      throw Calls.failure(code, "cuMemcpyHtoDAsync", "bytes", bytes, "to", to);
    }
  }

  /** Copies {@code bytes} from a device address to pinned memory; the address as in upload. */
  public void download(PinnedMemory to, long toOffset, long from, long bytes) {
    int code =
        JCudaDriver.cuMemcpyDtoHAsync(
            to.at(toOffset, bytes), Addresses.device(from), bytes, stream);
    if (code != 0) {
      throw Calls.failure(code, "cuMemcpyDtoHAsync", "bytes", bytes, "from", from);
    }
  }

  /** As download, to host memory that is registered and stays until the copy is done. */
  public void download(long to, long from, long bytes) {
    int code =
        JCudaDriver.cuMemcpyDtoHAsync(Addresses.host(to), Addresses.device(from), bytes, stream);
    if (code != 0) {
      throw Calls.failure(code, "cuMemcpyDtoHAsync", "bytes", bytes, "from", from);
    }
  }

  /** Copies within the device; the addresses as in upload. */
  public void copy(long to, long from, long bytes) {
    int code =
        JCudaDriver.cuMemcpyDtoDAsync(Addresses.device(to), Addresses.device(from), bytes, stream);
    if (code != 0) {
      throw Calls.failure(code, "cuMemcpyDtoDAsync", "bytes", bytes, "to", to, "from", from);
    }
  }

  /** Sets each of {@code bytes} from a device address on to the value. */
  public void fill(long to, byte value, long bytes) {
    Calls.check(
        JCudaDriver.cuMemsetD8Async(Addresses.device(to), value, bytes, stream),
        "cuMemsetD8Async",
        "bytes",
        bytes);
  }

  /** Copies within the device. */
  public void copy(DeviceMemory to, long toOffset, DeviceMemory from, long fromOffset, long bytes) {
    copy(to.at(toOffset, bytes), from.at(fromOffset, bytes), bytes);
  }

  /** Sets each of {@code bytes} to the value. */
  public void fill(DeviceMemory to, long offset, byte value, long bytes) {
    fill(to.at(offset, bytes), value, bytes);
  }

  /** Has the event pass when the work so far is done. */
  public void record(CudaEvent event) {
    Calls.check(JCudaDriver.cuEventRecord(event.handle(), stream), "cuEventRecord");
  }

  /** Lets no later work of this stream begin before the event has passed. */
  public void await(CudaEvent event) {
    Calls.check(JCudaDriver.cuStreamWaitEvent(stream, event.handle(), 0), "cuStreamWaitEvent");
  }

  /** Waits until all work so far is done; its errors are thrown here. */
  public void synchronize() {
    Calls.check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
  }

  /** Ends the stream; a device does what is queued first. */
  @Override
  public void close() {
    Calls.released(JCudaDriver.cuStreamDestroy(stream), "cuStreamDestroy", "stream", 0);
  }

  /** An event without times. */
  public static CudaEvent event() {
    return event(CUevent_flags.CU_EVENT_DISABLE_TIMING);
  }

  /** An event that keeps the time, for {@link CudaEvent#nanosSince}. */
  public static CudaEvent timedEvent() {
    return event(CUevent_flags.CU_EVENT_DEFAULT);
  }

  private static CudaEvent event(int flags) {
    var event = new CUevent();
    Calls.check(JCudaDriver.cuEventCreate(event, flags), "cuEventCreate");
    return new CudaEvent(event);
  }
}
