package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The driver's functions beside kernels: memory, copies, streams, events, limits, injected faults.
 */
final class DriverTest {
  private static final String STORE =
      "mul.wide.u32 %l0, %i, 4; add.u64 %l0, %a0, %l0; st.global.u32 [%l0], %i;";
  private Gpu gpu;

  @BeforeEach
  void open() {
    gpu = new Gpu();
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      gpu.close();
    }
  }

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  private CUstream stream() {
    var stream = new CUstream();
    Gpu.check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    return stream;
  }

  private static CUevent event() {
    var event = new CUevent();
    Gpu.check(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING));
    return event;
  }

  private ByteBuffer pinned(Pointer into, long bytes) {
    Gpu.check(JCudaDriver.cuMemAllocHost(into, bytes));
    return Gpu.bytes(into, bytes);
  }

  @Test
  void theDeviceSaysWhatItIs() {
    var device = new CUdevice();
    Gpu.check(JCudaDriver.cuDeviceGet(device, 0));
    var name = new byte[64];
    Gpu.check(JCudaDriver.cuDeviceGetName(name, 64, device));
    assertThat(new String(name, StandardCharsets.UTF_8).trim()).isEqualTo("Millrace emulated GPU");
    var value = new int[1];
    Gpu.check(
        JCudaDriver.cuDeviceGetAttribute(
            value, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_WARP_SIZE, device));
    assertThat(value[0]).isEqualTo(32);
    Gpu.check(
        JCudaDriver.cuDeviceGetAttribute(
            value, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device));
    assertThat(value[0]).isEqualTo(7);
    assertThat(JCudaDriver.cuDeviceGet(new CUdevice(), 1))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_DEVICE);
  }

  @Test
  void asyncWorkIsNotDoneUntilSomebodyWaits() {
    var host = new Pointer();
    ByteBuffer bytes = pinned(host, 256);
    CUstream stream = stream();
    CUdeviceptr data = gpu.allocate(256);
    Gpu.check(
        gpu.enqueue(gpu.kernel(Ptx.kernel(STORE), "k"), stream, 2, 32, 0, data, data, data, data));
    Gpu.check(JCudaDriver.cuMemcpyDtoHAsync(host, data, 256, stream));
    assertThat(bytes.getInt(4 * 63)).as("not yet copied").isZero();
    Gpu.check(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(bytes.getInt(4 * 63)).isEqualTo(63);
    Gpu.check(JCudaDriver.cuStreamDestroy(stream));
    Gpu.check(JCudaDriver.cuMemFreeHost(host));
  }

  @Test
  void aPinnedBufferThatIsOverwrittenTooEarlyIsSeen() {
    var host = new Pointer();
    ByteBuffer bytes = pinned(host, 8);
    CUstream stream = stream();
    CUdeviceptr data = gpu.allocate(8);
    bytes.putLong(0, 1);
    Gpu.check(JCudaDriver.cuMemcpyHtoDAsync(data, host, 8, stream));
    bytes.putLong(0, 2);
    Gpu.check(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(Gpu.longs(data, 1)).containsExactly(2);
    Gpu.check(JCudaDriver.cuStreamDestroy(stream));
    Gpu.check(JCudaDriver.cuMemFreeHost(host));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void eventsOrderWorkOfDifferentStreams(Schedules schedule) {
    schedule.use();
    CUstream first = stream();
    CUstream second = stream();
    CUevent written = event();
    CUdeviceptr data = gpu.allocate(256);
    CUdeviceptr copy = gpu.allocate(256);
    Gpu.check(
        gpu.enqueue(gpu.kernel(Ptx.kernel(STORE), "k"), first, 2, 32, 0, data, data, data, data));
    Gpu.check(JCudaDriver.cuEventRecord(written, first));
    Gpu.check(JCudaDriver.cuStreamWaitEvent(second, written, 0));
    Gpu.check(JCudaDriver.cuMemcpyDtoDAsync(copy, data, 256, second));
    assertThat(JCudaDriver.cuStreamQuery(second)).isEqualTo(CUresult.CUDA_ERROR_NOT_READY);
    while (JCudaDriver.cuStreamQuery(second) == CUresult.CUDA_ERROR_NOT_READY) {}
    assertThat(JCudaDriver.cuEventQuery(written)).isEqualTo(CUresult.CUDA_SUCCESS);
    assertThat(Gpu.ints(copy, 64)[63]).isEqualTo(63);
    Gpu.check(JCudaDriver.cuEventDestroy(written));
    Gpu.check(JCudaDriver.cuStreamDestroy(first));
    Gpu.check(JCudaDriver.cuStreamDestroy(second));
  }

  @Test
  void aMissingEventShowsInTheResultUnderSomeSchedule() {
    Emulator.set("check.global-races", false);
    int wrong = 0;
    for (Schedules schedule : Schedules.all().toList()) {
      schedule.use();
      CUstream first = stream();
      CUstream second = stream();
      CUdeviceptr data = gpu.zeros(256);
      CUdeviceptr copy = gpu.zeros(256);
      Gpu.check(JCudaDriver.cuCtxSynchronize());
      Gpu.check(
          gpu.enqueue(gpu.kernel(Ptx.kernel(STORE), "k"), first, 2, 32, 0, data, data, data, data));
      Gpu.check(JCudaDriver.cuMemcpyDtoDAsync(copy, data, 256, second));
      Gpu.check(JCudaDriver.cuCtxSynchronize());
      wrong += Gpu.ints(copy, 64)[63] == 63 ? 0 : 1;
      Gpu.check(JCudaDriver.cuStreamDestroy(first));
      Gpu.check(JCudaDriver.cuStreamDestroy(second));
    }
    assertThat(wrong).isPositive();
  }

  @Test
  void outOfMemoryLeavesTheContextAlive() {
    Emulator.set("memory", 1 << 20);
    var large = new CUdeviceptr();
    assertThat(JCudaDriver.cuMemAlloc(large, 2 << 20)).isEqualTo(CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    CUdeviceptr half = gpu.allocate(1 << 19);
    assertThat(JCudaDriver.cuMemAlloc(large, (1 << 19) + 1))
        .isEqualTo(CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    var free = new long[1];
    var total = new long[1];
    Gpu.check(JCudaDriver.cuMemGetInfo(free, total));
    assertThat(free[0]).isEqualTo(1 << 19);
    Gpu.check(JCudaDriver.cuMemsetD8(half, (byte) 1, 1 << 19));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void theNthAllocationFails(int nth) {
    Emulator.set("fail.allocation", nth);
    for (int i = 1; i <= 4; i++) {
      var pointer = new CUdeviceptr();
      int code = JCudaDriver.cuMemAlloc(pointer, 8);
      assertThat(code)
          .isEqualTo(i == nth ? CUresult.CUDA_ERROR_OUT_OF_MEMORY : CUresult.CUDA_SUCCESS);
      if (i != nth) {
        Gpu.check(JCudaDriver.cuMemFree(pointer));
      }
    }
  }

  @Test
  void theNthLaunchFailsAndKillsTheContextWhereTheErrorIsFatal() {
    CUdeviceptr data = gpu.zeros(256);
    var kernel = gpu.kernel(Ptx.kernel(STORE), "k");
    Emulator.set("fail.launch", 2);
    Emulator.set("fail.launch.code", CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
    gpu.launch(kernel, 1, 32, data, data, data, data);
    assertThat(gpu.tryLaunch(kernel, 1, 32, 0, data, data, data, data))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
    gpu.launch(kernel, 1, 32, data, data, data, data);
    Emulator.set("fail.launch", 1);
    Emulator.set("fail.launch.code", CUresult.CUDA_ERROR_LAUNCH_FAILED);
    assertThat(gpu.tryLaunch(kernel, 1, 32, 0, data, data, data, data))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
    assertThat(Emulator.report()).contains("injected");
  }

  /** A call that is counted under a name, and into which faults are injected under it. */
  private record Counted(String name, IntSupplier call) {}

  private List<Counted> counted() {
    CUdeviceptr data = gpu.zeros(8);
    Pointer words = Pointer.to(new long[1]);
    CUevent passed = event();
    CUstream unused = stream();
    byte[] ptx = (Ptx.kernel(STORE) + "\0").getBytes(StandardCharsets.UTF_8);
    return List.of(
        new Counted("allocation", () -> JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8)),
        new Counted("allocation", () -> JCudaDriver.cuMemHostAlloc(new Pointer(), 8, 0)),
        new Counted("copy", () -> JCudaDriver.cuMemcpyHtoD(data, words, 8)),
        new Counted("copy", () -> JCudaDriver.cuMemcpyDtoH(words, data, 8)),
        new Counted("copy", () -> JCudaDriver.cuMemsetD8(data, (byte) 0, 8)),
        new Counted("creation", () -> JCudaDriver.cuStreamCreate(new CUstream(), 0)),
        new Counted("creation", () -> JCudaDriver.cuEventCreate(new CUevent(), 0)),
        new Counted("creation", () -> JCudaDriver.cuModuleLoadData(new CUmodule(), ptx)),
        new Counted("wait", () -> JCudaDriver.cuCtxSynchronize()),
        new Counted("wait", () -> JCudaDriver.cuStreamSynchronize(unused)),
        new Counted("wait", () -> JCudaDriver.cuEventSynchronize(passed)));
  }

  @Test
  void eachSortOfCallIsCountedAndFailsWhereTheContextGoesOn() {
    for (Counted each : counted()) {
      Emulator.clearCounters();
      Emulator.set("fail." + each.name() + ".code", CUresult.CUDA_ERROR_OUT_OF_MEMORY);
      Emulator.set("fail." + each.name(), 1);
      assertThat(each.call().getAsInt())
          .as(each.name())
          .isEqualTo(CUresult.CUDA_ERROR_OUT_OF_MEMORY);
      assertThat(Emulator.counters()).containsEntry("calls." + each.name(), 1L);
      Gpu.check(JCudaDriver.cuCtxSynchronize());
    }
  }

  @Test
  void eachSortOfCallMayKillTheContext() {
    for (int i = 0; i < counted().size(); i++) {
      Counted each = counted().get(i);
      Emulator.set("fail." + each.name() + ".code", CUresult.CUDA_ERROR_LAUNCH_FAILED);
      Emulator.set("fail." + each.name(), 1);
      int code = each.call().getAsInt();
      // A fill is queued, so its error comes later.
      assertThat(code == 0 ? JCudaDriver.cuCtxSynchronize() : code)
          .as("%s, %s", i, each.name())
          .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
      assertThat(Emulator.report()).contains("injected error 719 at a");
      assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8))
          .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
      gpu.close();
      gpu = new Gpu();
    }
  }

  @Test
  void aDeadContextIsReplacedByAReset() {
    CUdeviceptr data = gpu.zeros(8);
    Emulator.set("fail.launch", 1);
    assertThat(gpu.tryLaunch(gpu.kernel(Ptx.kernel(STORE), "k"), 1, 1, 0, data, data, data, data))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
    var device = new CUdevice();
    Gpu.check(JCudaDriver.cuDeviceGet(device, 0));
    Gpu.check(JCudaDriver.cuDevicePrimaryCtxReset(device));
    assertThat(Emulator.liveAllocations()).isZero();
    gpu.forget();
    Gpu.check(JCudaDriver.cuDevicePrimaryCtxRelease(device));
    var context = new CUcontext();
    Gpu.check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    Gpu.check(JCudaDriver.cuCtxSetCurrent(context));
    CUdeviceptr fresh = gpu.zeros(256);
    gpu.launch(gpu.kernel(Ptx.kernel(STORE), "k"), 2, 32, fresh, fresh, fresh, fresh);
    assertThat(Gpu.ints(fresh, 64)[63]).isEqualTo(63);
  }

  /** CUDA's manual: "Resetting the primary context does not release it". */
  @Test
  void aResetIsNoRelease() {
    var device = new CUdevice();
    Gpu.check(JCudaDriver.cuDeviceGet(device, 0));
    var context = new CUcontext();
    Gpu.check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    Gpu.check(JCudaDriver.cuDevicePrimaryCtxReset(device));
    assertThat(Emulator.hasPrimaryContext()).isFalse();
    Gpu.check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    Gpu.check(JCudaDriver.cuDevicePrimaryCtxRelease(device));
    Gpu.check(JCudaDriver.cuDevicePrimaryCtxRelease(device));
    assertThat(Emulator.hasPrimaryContext()).as("one of three still holds it").isTrue();
    Gpu.check(JCudaDriver.cuCtxSetCurrent(context));
  }

  @Test
  void copiesOutsideOfAllocationsAreRefused() {
    CUdeviceptr data = gpu.zeros(16);
    assertThat(JCudaDriver.cuMemcpyHtoD(data, Pointer.to(new long[3]), 24))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    assertThat(JCudaDriver.cuMemcpyDtoH(Pointer.to(new long[3]), data, 24))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    assertThat(JCudaDriver.cuMemsetD8(data, (byte) 0, 17))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    assertThat(Emulator.report()).contains("out of bounds: fill of 17 bytes");
    assertThat(JCudaDriver.cuMemFree(data.withByteOffset(8)))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
  }

  @Test
  void fillsOfEachWidth() {
    CUdeviceptr data = gpu.allocate(16);
    Gpu.check(JCudaDriver.cuMemsetD32(data, 0x01020304, 4));
    Gpu.check(JCudaDriver.cuMemsetD16(data, (short) 0x0506, 2));
    Gpu.check(JCudaDriver.cuMemsetD8(data, (byte) 7, 1));
    assertThat(Gpu.longs(data, 2)).containsExactly(0x0102030405060507L, 0x0102030401020304L);
  }

  @Test
  void kernelsReachPinnedAndRegisteredHostMemory() {
    var host = new Pointer();
    ByteBuffer bytes = pinned(host, 256);
    var mapped = new CUdeviceptr();
    Gpu.check(JCudaDriver.cuMemHostGetDevicePointer(mapped, host, 0));
    var kernel = gpu.kernel(Ptx.kernel(STORE), "k");
    gpu.launch(kernel, 2, 32, mapped, mapped, mapped, mapped);
    assertThat(bytes.getInt(252)).isEqualTo(63);
    Gpu.check(JCudaDriver.cuMemFreeHost(host));
    ByteBuffer own = ByteBuffer.allocateDirect(256).order(ByteOrder.LITTLE_ENDIAN);
    Pointer pointer = Pointer.to(own);
    Gpu.check(JCudaDriver.cuMemHostRegister(pointer, 256, 0));
    Gpu.check(JCudaDriver.cuMemHostGetDevicePointer(mapped, pointer, 0));
    gpu.launch(kernel, 2, 32, mapped, mapped, mapped, mapped);
    assertThat(own.getInt(252)).isEqualTo(63);
    Gpu.check(JCudaDriver.cuMemHostUnregister(pointer));
    assertThat(JCudaDriver.cuMemHostUnregister(pointer))
        .isEqualTo(CUresult.CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED);
  }

  @Test
  void launchesBeyondTheLimitsAreRefused() {
    CUdeviceptr data = gpu.zeros(8192);
    var kernel = gpu.kernel(Ptx.kernel(STORE), "k");
    assertThat(gpu.tryLaunch(kernel, 1, 1025, 0, data, data, data, data))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    assertThat(gpu.tryLaunch(kernel, 0, 32, 0, data, data, data, data))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    assertThat(gpu.tryLaunch(kernel, 1, 32, 49153, data, data, data, data))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    Gpu.check(
        JCudaDriver.cuFuncSetAttribute(
            kernel, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, 65536));
    Gpu.check(gpu.tryLaunch(kernel, 1, 32, 65536, data, data, data, data));
    var limited = gpu.kernel(Ptx.kernel(STORE).replace("p3)\n{", "p3) .maxntid 64, 1, 1\n{"), "k");
    assertThat(gpu.tryLaunch(limited, 1, 96, 0, data, data, data, data))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
    var blocks = new int[1];
    Gpu.check(JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, kernel, 256, 20000));
    assertThat(blocks[0]).isEqualTo(3);
  }

  @Test
  void whatIsNotSupportedSaysSo() {
    assertThat(JCudaDriver.cuProfilerStart()).isEqualTo(CUresult.CUDA_ERROR_NOT_SUPPORTED);
  }

  @Test
  void countersTellWhatALaunchDid() {
    int rows = 4096;
    CUdeviceptr in = gpu.zeros(8L * rows);
    CUdeviceptr out = gpu.zeros(8L * rows);
    String copy =
        "mul.wide.u32 %l0, %i, 8; add.u64 %l1, %a0, %l0; add.u64 %l2, %a1, %l0; ld.global.u64 %l3,"
            + " [%l1]; st.global.u64 [%l2], %l3;";
    Emulator.clearCounters();
    gpu.launch(gpu.kernel(Ptx.kernel(copy), "k"), 32, 128, in, out, in, in);
    Map<String, Long> counted = Emulator.counters();
    assertThat(counted)
        .containsEntry("global.load.sectors", rows * 8L / 32)
        .containsEntry("global.store.sectors", rows * 8L / 32)
        .containsEntry("global.loads", rows / 32L)
        .containsEntry("opcode.ld.global.u64", (long) rows)
        .containsEntry("opcode.mul.wide.u32", (long) rows)
        .containsEntry("thread.instructions", 14L * rows)
        .containsEntry("launches", 1L);
    String strided = copy.replace("%i, 8", "%i, 64");
    Emulator.clearCounters();
    gpu.launch(gpu.kernel(Ptx.kernel(strided), "k"), 4, 128, in, out, in, in);
    assertThat(Emulator.counters()).containsEntry("global.load.sectors", 512L);
    Emulator.clearCounters();
    gpu.launch(
        gpu.kernel(
            Ptx.kernel(
                "and.b32 %r0, %t, 7; mul.wide.u32 %l0, %r0, 8; add.u64 %l0, %a0, %l0;"
                    + " red.global.add.u64 [%l0], 1;"),
            "k"),
        1,
        32,
        in,
        out,
        in,
        in);
    assertThat(Emulator.counters())
        .containsEntry("atomic.depth.4", 1L)
        .containsEntry("global.atomic.sectors", 2L);
    Emulator.clearCounters();
    String banks =
        ".shared .align 4 .b8 s[8192]; mov.u32 %r0, s; shl.b32 %r1, %t, BY; add.u32 %r1, %r0, %r1;"
            + " st.shared.u32 [%r1], %t;";
    gpu.launch(gpu.kernel(Ptx.kernel(banks.replace("BY", "2")), "k"), 1, 32, in, out, in, in);
    assertThat(Emulator.counters()).containsEntry("shared.bank.conflicts", 0L);
    gpu.launch(gpu.kernel(Ptx.kernel(banks.replace("BY", "7")), "k"), 1, 32, in, out, in, in);
    assertThat(Emulator.counters()).containsEntry("shared.bank.conflicts", 31L);
  }
}
