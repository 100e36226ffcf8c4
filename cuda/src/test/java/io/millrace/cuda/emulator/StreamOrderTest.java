package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Work of several streams that touches the same memory, and that nothing orders, is found: whatever
 * the schedule, and whether or not the result came out right.
 */
final class StreamOrderTest {
  private static final int BYTES = 1024;
  private static final String COPY =
      "mul.wide.u32 %l0, %i, 4; add.u64 %l1, %a0, %l0; add.u64 %l2, %a1, %l0;"
          + "ld.global.u32 %r0, [%l1]; st.global.u32 [%l2], %r0;";

  private Gpu gpu;
  private CUstream in;
  private CUstream compute;
  private CUstream out;
  private CUdeviceptr from;
  private CUdeviceptr to;
  private CUfunction kernel;
  private Pointer host;

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  @BeforeEach
  void open() {
    gpu = new Gpu();
    in = stream();
    compute = stream();
    out = stream();
    from = gpu.allocate(BYTES);
    to = gpu.allocate(BYTES);
    kernel = gpu.kernel(Ptx.kernel(COPY), "k");
    host = new Pointer();
    Gpu.check(JCudaDriver.cuMemHostAlloc(host, BYTES, 0));
    Emulator.set("log", true);
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      if (JCudaDriver.cuCtxSynchronize() == CUresult.CUDA_SUCCESS) {
        Gpu.check(JCudaDriver.cuMemFreeHost(host));
        for (CUstream stream : List.of(in, compute, out)) {
          Gpu.check(JCudaDriver.cuStreamDestroy(stream));
        }
      }
      gpu.close();
    }
  }

  private static CUstream stream() {
    var stream = new CUstream();
    Gpu.check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    return stream;
  }

  private static void order(CUstream first, CUstream second) {
    var event = new CUevent();
    Gpu.check(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING));
    Gpu.check(JCudaDriver.cuEventRecord(event, first));
    Gpu.check(JCudaDriver.cuStreamWaitEvent(second, event, 0));
    Gpu.check(JCudaDriver.cuEventDestroy(event));
  }

  private void upload() {
    Gpu.check(JCudaDriver.cuMemcpyHtoDAsync(from, host, BYTES, in));
  }

  private void launch() {
    Gpu.check(gpu.enqueue(kernel, compute, 2, 128, 0, from, to, 0L, 0L));
  }

  private void download() {
    Gpu.check(JCudaDriver.cuMemcpyDtoHAsync(host, to, BYTES, out));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void withAllEventsNothingIsFound(Schedules schedule) {
    schedule.use();
    for (int round = 0; round < 2; round++) {
      upload();
      order(in, compute);
      launch();
      order(compute, out);
      download();
      order(out, in);
    }
    Gpu.check(JCudaDriver.cuCtxSynchronize());
    List<QueuedWork> log = Emulator.log();
    List<QueuedWork> kernels = of(log, "k");
    List<QueuedWork> uploads = of(log, "upload");
    List<QueuedWork> downloads = of(log, "download");
    assertThat(uploads).hasSize(2).allMatch(work -> work.bytes() == BYTES);
    assertThat(kernels.get(0).isAfter(uploads.get(0))).isTrue();
    assertThat(downloads.get(0).isAfter(uploads.get(0))).isTrue();
    assertThat(uploads.get(1).isAfter(downloads.get(0))).isTrue();
    assertThat(uploads.get(0).isAfter(kernels.get(0))).isFalse();
    assertThat(kernels.get(1).overlaps(downloads.get(0))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void theLogTellsWhatMayHappenAtTheSameTime(Schedules schedule) {
    schedule.use();
    launchAfterAFill();
    Gpu.check(JCudaDriver.cuMemcpyHtoDAsync(gpu.allocate(BYTES), host, BYTES, in));
    Gpu.check(JCudaDriver.cuCtxSynchronize());
    List<QueuedWork> log = Emulator.log();
    assertThat(of(log, "upload").getFirst().overlaps(of(log, "k").getFirst())).isTrue();
  }

  private void launchAfterAFill() {
    Gpu.check(JCudaDriver.cuMemsetD8Async(from, (byte) 1, BYTES, compute));
    launch();
  }

  private static List<QueuedWork> of(List<QueuedWork> log, String what) {
    return log.stream().filter(work -> work.what().equals(what)).toList();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aKernelThatDoesNotWaitForItsUpload(Schedules schedule) {
    found(
        schedule,
        test -> {
          Gpu.check(JCudaDriver.cuMemsetD8(test.from, (byte) 1, BYTES));
          Gpu.check(JCudaDriver.cuCtxSynchronize());
          test.upload();
          test.launch();
        });
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aDownloadThatDoesNotWaitForItsKernel(Schedules schedule) {
    found(
        schedule,
        test -> {
          test.launchAfterAFill();
          test.download();
        });
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void anUploadOverWhatAKernelMayStillRead(Schedules schedule) {
    found(
        schedule,
        test -> {
          test.launchAfterAFill();
          test.upload();
        });
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aFillOverWhatADownloadMayStillRead(Schedules schedule) {
    found(
        schedule,
        test -> {
          test.launchAfterAFill();
          order(test.compute, test.out);
          test.download();
          Gpu.check(JCudaDriver.cuMemsetD8Async(test.to, (byte) 0, 4, test.compute));
        });
  }

  private void found(Schedules schedule, Consumer<StreamOrderTest> work) {
    schedule.use();
    work.accept(this);
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
    assertThat(Emulator.report())
        .contains("race between streams")
        .contains("nothing orders work #");
  }
}
