package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.driver.Cuda;
import io.millrace.cuda.driver.CudaAvailability;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Assumptions;

/**
 * The emulated CUDA driver, loaded into this JVM in place of NVIDIA's, and what it offers beside
 * CUDA's functions. One for the process; tests of one JVM run one after the other.
 */
public final class Emulator {
  private static final String LIBRARY = System.getProperty("test.emulated.driver", "");
  private static final SymbolLookup SYMBOLS = load();
  private static final MethodHandle SET = function("millraceEmuSet", true, 2);
  private static final MethodHandle RESET = function("millraceEmuReset", false, 0);
  private static final MethodHandle REPORT = text("millraceEmuReport");
  private static final MethodHandle LOG = text("millraceEmuLog");
  private static final MethodHandle COUNTERS = text("millraceEmuCounters");
  private static final MethodHandle CLEAR_COUNTERS = function("millraceEmuClearCounters", false, 0);
  private static final MethodHandle LIVE = number("millraceEmuLiveAllocations");

  private Emulator() {}

  /** Skips the calling test where the emulator was not built, or a real device is tested. */
  public static void require() {
    Assumptions.assumeFalse(TestedDevice.isReal(), "only the emulated driver can do this");
    Assumptions.assumeTrue(
        SYMBOLS != null, "no emulated CUDA driver: there was no C++ compiler; path=" + LIBRARY);
  }

  private static SymbolLookup load() {
    if (TestedDevice.isReal() || !Files.isRegularFile(Path.of(LIBRARY))) {
      return null;
    }
    System.load(LIBRARY);
    System.load(Path.of(LIBRARY).resolveSibling("libcublas.so.12").toString());
    if (Cuda.availability() instanceof CudaAvailability.Unavailable none) {
      throw new AssertionError(none.reason());
    }
    return SymbolLookup.loaderLookup();
  }

  private static MethodHandle find(String name, FunctionDescriptor shape) {
    if (SYMBOLS == null) {
      return null;
    }
    return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(name), shape);
  }

  private static MethodHandle function(String name, boolean answers, int texts) {
    var parameters = new ValueLayout[texts];
    Arrays.fill(parameters, ValueLayout.ADDRESS);
    return find(
        name,
        answers
            ? FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters)
            : FunctionDescriptor.ofVoid(parameters));
  }

  private static MethodHandle text(String name) {
    return find(name, FunctionDescriptor.of(ValueLayout.ADDRESS));
  }

  private static MethodHandle number(String name) {
    return find(name, FunctionDescriptor.of(ValueLayout.JAVA_LONG));
  }

  static boolean exports(String name) {
    return SYMBOLS.find(name).isPresent();
  }

  /** Changes a setting; see docs/gpu.md for their names. */
  public static void set(String name, Object value) {
    require();
    try (Arena arena = Arena.ofConfined()) {
      int code =
          (int) SET.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value.toString()));
      if (code != 0) {
        throw new IllegalArgumentException("no such setting: " + name + "=" + value);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** All settings, counters and the report as at the start; nothing where none is loaded. */
  public static void reset() {
    if (SYMBOLS != null) {
      call(RESET);
    }
  }

  /** All counters to zero; nothing where none is loaded. */
  public static void clearCounters() {
    if (SYMBOLS != null) {
      call(CLEAR_COUNTERS);
    }
  }

  /**
   * Whether a kernel ran since the counters were cleared is as said; a real device is not asked.
   */
  public static void assertRan(String kernel, boolean expected) {
    if (SYMBOLS != null) {
      assertThat(counters().containsKey("kernel." + kernel)).as(kernel).isEqualTo(expected);
    }
  }

  private static void call(MethodHandle function) {
    try {
      function.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** What the last check that failed found, or "". */
  public static String report() {
    return SYMBOLS == null ? "" : string(REPORT);
  }

  /** The counters by name. */
  public static Map<String, Long> counters() {
    require();
    var counters = new HashMap<String, Long>();
    string(COUNTERS)
        .lines()
        .forEach(
            line -> {
              int blank = line.lastIndexOf(' ');
              counters.put(line.substring(0, blank), Long.valueOf(line.substring(blank + 1)));
            });
    return counters;
  }

  /** What was queued since the setting {@code log} was made, in the order of calls. */
  public static List<QueuedWork> log() {
    return string(LOG).lines().map(QueuedWork::parse).toList();
  }

  /** Allocations and registrations that were not freed. */
  public static long liveAllocations() {
    try {
      return (long) LIVE.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Whether somebody has the device's primary context and has not given it back. */
  public static boolean hasPrimaryContext() {
    var active = new int[1];
    int code = JCudaDriver.cuDevicePrimaryCtxGetState(new CUdevice(), new int[1], active);
    if (code != 0) {
      throw new AssertionError("cuDevicePrimaryCtxGetState: code=" + code);
    }
    return active[0] != 0;
  }

  private static String string(MethodHandle function) {
    try {
      var address = (MemorySegment) function.invokeExact();
      return address.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
