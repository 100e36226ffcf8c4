package io.millrace.cuda.driver;

import java.nio.charset.StandardCharsets;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * A device's primary context, which cuBLAS shares. Each thread that uses it calls {@link #bind}
 * first. What it makes has to be closed before it, by the thread that closes it or another that is
 * bound.
 *
 * <p>After a fatal error of any call the context is dead, for all who share it: {@link #abandon}
 * forgets it and all that it had. When all have, a new one may be opened.
 */
public final class CudaContext implements AutoCloseable {
  private final int ordinal;
  private final CUcontext context;

  private CudaContext(int ordinal) {
    this.ordinal = ordinal;
    this.context = PrimaryContexts.retain(ordinal);
  }

  /** Opens the device's context and binds it to this thread. There has to be such a device. */
  public static CudaContext open(int ordinal) {
    var opened = new CudaContext(ordinal);
    try {
      opened.bind();
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Makes this the calling thread's context. */
  public void bind() {
    Calls.check(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  /** Device memory; recoverable DeviceException where there is not enough. */
  public DeviceMemory allocate(long bytes) {
    var address = new CUdeviceptr();
    Calls.check(JCudaDriver.cuMemAlloc(address, bytes), "cuMemAlloc", "bytes", bytes);
    return new DeviceMemory(address, bytes);
  }

  /** Host memory that the device reads and writes without a copy in between. */
  public PinnedMemory allocatePinned(long bytes) {
    var address = new Pointer();
    Calls.check(JCudaDriver.cuMemHostAlloc(address, bytes, 0), "cuMemHostAlloc", "bytes", bytes);
    return new PinnedMemory(address, bytes);
  }

  /**
   * Keeps host memory in place, so that the device copies from it by itself; recoverable
   * DeviceException where the system does not allow that, or somebody has done so before.
   */
  public RegisteredMemory register(long address, long bytes) {
    Pointer pointer = Addresses.host(address);
    int code = JCudaDriver.cuMemHostRegister(pointer, bytes, 0);
    if (code != 0) {
      throw Calls.refused(code, "cuMemHostRegister", "bytes", bytes);
    }
    return new RegisteredMemory(pointer, address);
  }

  /** A stream that does not wait for the legacy stream. */
  public CudaStream stream() {
    var stream = new CUstream();
    Calls.check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate");
    return new CudaStream(stream);
  }

  /** Loads a PTX text; {@code name} is for errors. */
  public CudaModule load(String name, String ptx) {
    var module = new CUmodule();
    byte[] text = (ptx + "\0").getBytes(StandardCharsets.US_ASCII);
    int code = JCudaDriver.cuModuleLoadData(module, text);
    if (code != 0) {
      throw Calls.failure(code, "cuModuleLoadData", "module", name);
    }
    return new CudaModule(name, module);
  }

  /** Bytes of device memory that are free. */
  public long freeMemory() {
    var free = new long[1];
    Calls.check(JCudaDriver.cuMemGetInfo(free, new long[1]), "cuMemGetInfo");
    return free[0];
  }

  /** Waits for all work of all streams. */
  public void synchronize() {
    Calls.check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
  }

  /** After a fatal error: forgets the context and all that it had. */
  public void abandon() {
    PrimaryContexts.release(ordinal, true);
  }

  /** Gives the context back; what it made has been closed. */
  @Override
  public void close() {
    PrimaryContexts.release(ordinal, false);
  }
}
