package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * A device for a test: the primary context, buffers and modules that are freed at the end, and
 * launches, all through JCuda. Each call is checked; {@link #tryLaunch} gives the code instead.
 */
final class Gpu implements AutoCloseable {
  private final List<CUdeviceptr> buffers = new ArrayList<>();
  private final List<CUmodule> modules = new ArrayList<>();
  private final CUdevice device = new CUdevice();

  /** The emulated one; the calling test is skipped where there is none. */
  Gpu() {
    this(false);
  }

  /** For tests that ask nothing of the emulator, also a real one where that is to be tested. */
  static Gpu emulatedOrReal() {
    return new Gpu(true);
  }

  private Gpu(boolean real) {
    if (real) {
      TestedDevice.require();
    } else {
      Emulator.require();
    }
    Emulator.reset();
    check(JCudaDriver.cuInit(0));
    check(JCudaDriver.cuDeviceGet(device, 0));
    var context = new CUcontext();
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    check(JCudaDriver.cuCtxSetCurrent(context));
  }

  static void check(int code) {
    assertThat(code)
        .as(() -> CUresult.stringFor(code) + ": " + Emulator.report())
        .isEqualTo(CUresult.CUDA_SUCCESS);
  }

  /** A kernel of a PTX text. */
  CUfunction kernel(String ptx, String name) {
    var module = new CUmodule();
    check(JCudaDriver.cuModuleLoadData(module, terminated(ptx)));
    modules.add(module);
    var function = new CUfunction();
    check(JCudaDriver.cuModuleGetFunction(function, module, name));
    return function;
  }

  /** Loads a text that may be wrong; gives the code. */
  static int tryLoad(String ptx) {
    return JCudaDriver.cuModuleLoadData(new CUmodule(), terminated(ptx));
  }

  private static byte[] terminated(String ptx) {
    return (ptx + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** A kernel of the trial kernels, which nvcc made from the .cu file beside them. */
  CUfunction trial(String file, String name) {
    try {
      return kernel(
          Files.readString(Path.of(System.getProperty("millrace.trial.kernels"), file + ".ptx")),
          name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CUdeviceptr allocate(long bytes) {
    var buffer = new CUdeviceptr();
    check(JCudaDriver.cuMemAlloc(buffer, bytes));
    buffers.add(buffer);
    return buffer;
  }

  CUdeviceptr zeros(long bytes) {
    CUdeviceptr buffer = allocate(bytes);
    check(JCudaDriver.cuMemsetD8(buffer, (byte) 0, bytes));
    return buffer;
  }

  CUdeviceptr upload(long... values) {
    CUdeviceptr buffer = allocate(8L * values.length);
    check(JCudaDriver.cuMemcpyHtoD(buffer, Pointer.to(values), 8L * values.length));
    return buffer;
  }

  CUdeviceptr upload(int... values) {
    CUdeviceptr buffer = allocate(4L * values.length);
    check(JCudaDriver.cuMemcpyHtoD(buffer, Pointer.to(values), 4L * values.length));
    return buffer;
  }

  CUdeviceptr upload(double... values) {
    CUdeviceptr buffer = allocate(8L * values.length);
    check(JCudaDriver.cuMemcpyHtoD(buffer, Pointer.to(values), 8L * values.length));
    return buffer;
  }

  static long[] longs(CUdeviceptr buffer, int count) {
    var values = new long[count];
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), buffer, 8L * count));
    return values;
  }

  static int[] ints(CUdeviceptr buffer, int count) {
    var values = new int[count];
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), buffer, 4L * count));
    return values;
  }

  static double[] doubles(CUdeviceptr buffer, int count) {
    var values = new double[count];
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), buffer, 8L * count));
    return values;
  }

  void launch(CUfunction kernel, int blocks, int threads, Object... arguments) {
    check(tryLaunch(kernel, blocks, threads, 0, arguments));
  }

  void launchShared(CUfunction kernel, int blocks, int threads, int shared, Object... arguments) {
    check(tryLaunch(kernel, blocks, threads, shared, arguments));
  }

  /** Launches and waits. Arguments are CUdeviceptr, Integer, Long, Float or Double. */
  int tryLaunch(CUfunction kernel, int blocks, int threads, int shared, Object... arguments) {
    int code = enqueue(kernel, null, blocks, threads, shared, arguments);
    return code != CUresult.CUDA_SUCCESS ? code : JCudaDriver.cuCtxSynchronize();
  }

  int enqueue(
      CUfunction kernel,
      CUstream stream,
      int blocks,
      int threads,
      int shared,
      Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment table = arena.allocate(ValueLayout.ADDRESS, Math.max(1, arguments.length));
      for (int i = 0; i < arguments.length; i++) {
        MemorySegment cell = arena.allocate(8, 8);
        switch (arguments[i]) {
          case CUdeviceptr pointer -> cell.set(ValueLayout.JAVA_LONG, 0, address(pointer));
          case Integer value -> cell.set(ValueLayout.JAVA_INT, 0, value);
          case Long value -> cell.set(ValueLayout.JAVA_LONG, 0, value);
          case Double value -> cell.set(ValueLayout.JAVA_DOUBLE, 0, value);
          default -> throw new IllegalArgumentException("argument=" + arguments[i]);
        }
        table.setAtIndex(ValueLayout.ADDRESS, i, cell);
      }
      Pointer parameters = new RawPointer(table.address());
      return JCudaDriver.cuLaunchKernel(
          kernel, blocks, 1, 1, threads, 1, 1, shared, stream, parameters, null);
    }
  }

  static long address(CUdeviceptr pointer) {
    return new AddressReader(pointer).address();
  }

  /** The host's bytes of a pinned buffer. */
  static ByteBuffer bytes(Pointer pinned, long size) {
    return pinned.getByteBuffer(0, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Buffers and modules went with their context. */
  void forget() {
    buffers.clear();
    modules.clear();
  }

  @Override
  public void close() {
    // After an error that killed the context, all of it is forgotten at once.
    if (JCudaDriver.cuCtxSynchronize() != CUresult.CUDA_SUCCESS) {
      check(JCudaDriver.cuDevicePrimaryCtxReset(device));
    } else {
      buffers.forEach(buffer -> check(JCudaDriver.cuMemFree(buffer)));
      modules.forEach(module -> check(JCudaDriver.cuModuleUnload(module)));
    }
    check(JCudaDriver.cuDevicePrimaryCtxRelease(device));
    if (!TestedDevice.isReal()) {
      assertThat(Emulator.liveAllocations()).as("allocations not freed").isZero();
    }
  }

  /** A pointer to memory of ours, made without a native call. */
  private static final class RawPointer extends Pointer {
    RawPointer(long address) {
      super(address);
    }
  }

  /** Reads the address that a device pointer holds. */
  private static final class AddressReader extends CUdeviceptr {
    AddressReader(CUdeviceptr pointer) {
      super(pointer);
    }

    long address() {
      return getNativePointer() + getByteOffset();
    }
  }
}
