package io.millrace.cuda.driver;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** Memory of the device. One owner; closing waits for the work that may use it. */
public final class DeviceMemory implements AutoCloseable {
  private final CUdeviceptr pointer;
  private final long address;
  private final long bytes;
  private boolean closed;

  DeviceMemory(CUdeviceptr pointer, long bytes) {
    this.pointer = pointer;
    this.address = Addresses.of(pointer);
    this.bytes = bytes;
  }

  /** The device's address of the first byte, as kernels take it. */
  public long address() {
    return address;
  }

  /** Its size. */
  public long bytes() {
    return bytes;
  }

  /** The address of a range that lies in it. */
  long at(long offset, long length) {
    if (closed || offset < 0 || length < 0 || offset > bytes - length) {
      throw new IndexOutOfBoundsException(
          "rule: a range lies in open device memory; offset="
              + offset
              + " length="
              + length
              + " bytes="
              + bytes
              + " closed="
              + closed);
    }
    return address + offset;
  }

  /** Frees the memory; a second time does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Calls.released(JCudaDriver.cuMemFree(pointer), "cuMemFree", "address", address);
    }
  }
}
