package io.millrace.cuda.driver;

import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Ordinary host memory that the driver keeps in place, for copies that overlap with other work. The
 * memory stays its owner's, and is freed after this is closed.
 */
public final class RegisteredMemory implements AutoCloseable {
  private final Pointer pointer;
  private final long address;
  private boolean closed;

  RegisteredMemory(Pointer pointer, long address) {
    this.pointer = pointer;
    this.address = address;
  }

  /** Lets the driver forget the memory; a second time does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Calls.released(
          JCudaDriver.cuMemHostUnregister(pointer), "cuMemHostUnregister", "address", address);
    }
  }
}
