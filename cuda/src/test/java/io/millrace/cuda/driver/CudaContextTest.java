package io.millrace.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.FreshEmulator;
import io.millrace.error.DeviceException;
import io.millrace.error.InternalException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The driver interface over the emulated driver: work in streams, and errors of both kinds. */
@ExtendWith(FreshEmulator.class)
final class CudaContextTest {
  private static final int ROWS = 1000;
  private CudaContext context;

  @BeforeEach
  void open() {
    context = CudaContext.open(0);
  }

  @AfterEach
  void close() {
    context.close();
  }

  private static String trial(String name) {
    try {
      return Files.readString(Path.of(System.getProperty("millrace.trial.kernels"), name + ".ptx"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theDeviceIsDescribed() {
    assertThat(Cuda.availability())
        .isInstanceOfSatisfying(
            CudaAvailability.Available.class,
            found ->
                assertThat(found.devices())
                    .containsExactly(
                        new CudaAvailability.DeviceInfo(
                            0, "Millrace emulated GPU", 75, 2L << 30, 4L << 20, 40, 1024)));
  }

  @Test
  void theDriverSaysWhatItIs() {
    assertThat(Cuda.isEmulated()).isTrue();
    assertThat(Cuda.driverVersion()).isEqualTo(12060);
    assertThat(Cuda.busId(0)).isEqualTo("0000:00:00.0");
  }

  /** Also: a copy down to memory that the driver was asked to keep in place. */
  @Test
  void timedEventsTellWhatWorkBetweenThemTook() {
    try (Arena arena = Arena.ofConfined();
        CudaStream stream = context.stream();
        CudaEvent begin = CudaStream.timedEvent();
        CudaEvent end = CudaStream.timedEvent();
        DeviceMemory memory = context.allocate(ROWS)) {
      MemorySegment host = arena.allocate(ROWS, 8);
      try (RegisteredMemory kept = context.register(host.address(), ROWS)) {
        assertThat(kept).isNotNull();
        stream.record(begin);
        stream.fill(memory, 0, (byte) 7, ROWS);
        stream.download(host.address(), memory.address(), ROWS);
        stream.record(end);
        end.synchronize();
        assertThat(end.nanosSince(begin)).isPositive();
        assertThat(host.toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
      }
    }
  }

  @Test
  void copiesAndKernelsOfAStreamAreDoneInOrder() {
    long bytes = 4L * ROWS;
    int blocks = (ROWS + 127) / 128;
    try (var stream = context.stream();
        var host = context.allocatePinned(bytes);
        var in = context.allocate(bytes);
        var out = context.allocate(bytes);
        var totals = context.allocate(4L * blocks);
        var module = context.load("block_scan", trial("block_scan"));
        var scan = module.kernel("blockScan", 4);
        var done = CudaStream.event()) {
      for (int row = 0; row < ROWS; row++) {
        host.segment().setAtIndex(ValueLayout.JAVA_INT, row, row);
      }
      stream.upload(in, 0, host, 0, bytes);
      scan.set(0, in).set(1, ROWS).set(2, out).set(3, totals).launch(stream, blocks, 128, 16);
      stream.download(host, 0, out, 0, bytes);
      stream.record(done);
      assertThat(host.segment().getAtIndex(ValueLayout.JAVA_INT, 5))
          .as("not done until waited for")
          .isEqualTo(5);
      done.synchronize();
      assertThat(done.passed()).isTrue();
      assertThat(host.segment().getAtIndex(ValueLayout.JAVA_INT, 127)).isEqualTo(126 * 127 / 2);
      assertThat(host.segment().getAtIndex(ValueLayout.JAVA_INT, 130)).isEqualTo(128 + 129);
    }
  }

  @Test
  void eventsOrderStreams() {
    for (String schedule : new String[] {"round-robin", "reverse", "serial"}) {
      Emulator.set("schedule", schedule);
      try (var first = context.stream();
          var second = context.stream();
          var filled = CudaStream.event();
          var from = context.allocate(64);
          var to = context.allocate(64);
          var host = context.allocatePinned(64)) {
        first.fill(from, 0, (byte) 3, 64);
        first.record(filled);
        second.await(filled);
        second.copy(to, 0, from, 0, 64);
        second.download(host, 0, to, 0, 64);
        second.synchronize();
        assertThat(host.segment().get(ValueLayout.JAVA_BYTE, 63)).isEqualTo((byte) 3);
      }
    }
  }

  @Test
  void outOfMemoryIsRecoverable() {
    Emulator.set("memory", 1 << 20);
    DeviceException error =
        catchThrowableOfType(DeviceException.class, () -> context.allocate(1 << 21));
    assertThat(error.recoverable()).isTrue();
    assertThat(error)
        .hasMessageContaining("call=cuMemAlloc")
        .hasMessageContaining("CUDA_ERROR_OUT_OF_MEMORY bytes=2097152");
    assertThat(context.freeMemory()).isEqualTo(1 << 20);
    context.allocate(1 << 19).close();
  }

  @Test
  void anIllegalAddressIsFatalAndANewContextWorks() {
    CudaStream stream = context.stream();
    DeviceMemory memory = context.allocate(64);
    KernelLaunch scan = context.load("block_scan", trial("block_scan")).kernel("blockScan", 4);
    scan.set(0, memory).set(1, ROWS).set(2, memory).set(3, memory).launch(stream, 1, 128, 16);
    DeviceException error = catchThrowableOfType(DeviceException.class, stream::synchronize);
    assertThat(error.recoverable()).isFalse();
    assertThat(error)
        .hasMessageContaining("call=cuStreamSynchronize")
        .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
    assertThatThrownBy(() -> context.allocate(8)).isInstanceOf(DeviceException.class);
    scan.close();
    context.abandon();
    context = CudaContext.open(0);
    context.allocate(8).close();
  }

  @Test
  void wrongCallsAreDefectsNotDeviceErrors() {
    assertThatThrownBy(() -> context.load("broken", ".version 7.0 nonsense"))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("call=cuModuleLoadData")
        .hasMessageContaining("module=broken");
    try (var module = context.load("block_scan", trial("block_scan"))) {
      assertThatThrownBy(() -> module.kernel("absent", 0))
          .isInstanceOf(InternalException.class)
          .hasMessageContaining("kernel=absent");
    }
    try (var memory = context.allocate(64);
        var host = context.allocatePinned(128);
        var stream = context.stream()) {
      assertThatThrownBy(() -> stream.upload(memory, 8, host, 0, 64))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> stream.upload(memory, 0, host, 96, 64))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aMachineWithoutADriverHasAReason() throws Exception {
    assertThat(availability(Map.of()))
        .containsAnyOf(
            "Unavailable[reason=no CUDA driver on this machine: libcuda.so.1: cannot open",
            "Unavailable[reason=the CUDA driver",
            "Available[devices=[DeviceInfo");
  }

  @Test
  void aDriverWithoutADeviceHasAReason() throws Exception {
    String driver = System.getProperty("test.emulated.driver");
    assertThat(availability(Map.of("MILLRACE_CUDA_DRIVER", driver, "MILLRACE_EMU", "devices=0")))
        .contains(
            "Unavailable[reason=the CUDA driver finds no GPU: call=cuInit code=100"
                + " CUDA_ERROR_NO_DEVICE]");
  }

  @Test
  void aDriverThatIsNotThereIsNamedWithItsVariable() throws Exception {
    assertThat(availability(Map.of("MILLRACE_CUDA_DRIVER", "/nowhere/libcuda.so.1")))
        .contains(
            "Unavailable[reason=no CUDA driver on this machine: MILLRACE_CUDA_DRIVER is set, and:",
            "/nowhere/libcuda.so.1");
  }

  /** What a process of its own says, in which no driver was loaded before. */
  private static String availability(Map<String, String> environment) throws Exception {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AvailabilityMain.class.getName())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** Prints what this machine has. */
  static final class AvailabilityMain {
    public static void main(String[] arguments) {
      System.out.println(Cuda.availability());
    }
  }
}
