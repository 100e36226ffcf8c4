package io.millrace.cuda.driver;

import io.millrace.cuda.driver.CudaAvailability.Available;
import io.millrace.cuda.driver.CudaAvailability.DeviceInfo;
import io.millrace.cuda.driver.CudaAvailability.Unavailable;
import io.millrace.error.InternalException;
import io.millrace.error.MillraceException;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * The entry to CUDA. The driver is looked for once in a process, at the first question; a library
 * that was loaded as {@code libcuda.so.1} before is the one that is used.
 */
public final class Cuda {
  private Cuda() {}

  /** What is there. Safe from any thread; the same answer each time. */
  public static CudaAvailability availability() {
    return Found.AVAILABILITY;
  }

  /** The newest CUDA that the driver knows; 12060 is 12.6. There has to be a driver. */
  public static int driverVersion() {
    requireDriver();
    var version = new int[1];
    Calls.check(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
    return version[0];
  }

  /**
   * Whether the driver is the emulated one, by what only that one exports: its results are those of
   * a GPU, its times are not. There has to be a driver.
   */
  public static boolean isEmulated() {
    requireDriver();
    return SymbolLookup.loaderLookup().find("millraceEmuReport").isPresent();
  }

  /** Where a device is on the machine's bus, as {@code 0000:3b:00.0}. There has to be a driver. */
  public static String busId(int ordinal) {
    requireDriver();
    var id = new String[1];
    Calls.check(
        JCudaDriver.cuDeviceGetPCIBusId(id, 32, device(ordinal)),
        "cuDeviceGetPCIBusId",
        "device",
        ordinal);
    return id[0];
  }

  private static void requireDriver() {
    if (availability() instanceof Unavailable none) {
      throw new InternalException("There must be a CUDA driver: reason=" + none.reason() + ".");
    }
  }

  private static String untilZero(byte[] text) {
    String all = new String(text, StandardCharsets.UTF_8);
    return all.substring(0, all.indexOf(0));
  }

  private static final class Found {
    static final CudaAvailability AVAILABILITY = look();
  }

  private static CudaAvailability look() {
    try {
      Natives.load();
      int code = JCudaDriver.cuInit(0);
      return code == CUresult.CUDA_SUCCESS ? devices() : new Unavailable(notStarted(code));
    } catch (LinkageError e) {
      return new Unavailable("no CUDA driver on this machine: " + Natives.reason(e));
    } catch (MillraceException e) {
      return new Unavailable(firstLine(e));
    }
  }

  private static String notStarted(int code) {
    String reason =
        code == CUresult.CUDA_ERROR_NO_DEVICE
            ? "the CUDA driver finds no GPU: "
            : "the CUDA driver does not start: ";
    return reason + Calls.named(code, "cuInit");
  }

  private static CudaAvailability devices() {
    var count = new int[1];
    Calls.check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
    var devices = new ArrayList<DeviceInfo>();
    for (int ordinal = 0; ordinal < count[0]; ordinal++) {
      devices.add(describe(ordinal));
    }
    return devices.isEmpty()
        ? new Unavailable("the CUDA driver has no device")
        : new Available(devices);
  }

  private static DeviceInfo describe(int ordinal) {
    CUdevice device = device(ordinal);
    var name = new byte[256];
    Calls.check(
        JCudaDriver.cuDeviceGetName(name, name.length, device),
        "cuDeviceGetName",
        "device",
        ordinal);
    var memory = new long[1];
    Calls.check(
        JCudaDriver.cuDeviceTotalMem(memory, device), "cuDeviceTotalMem", "device", ordinal);
    int major = attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    int minor = attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    int processors = attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    int cache = attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
    int threads =
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR);
    return new DeviceInfo(
        ordinal, untilZero(name), 10 * major + minor, memory[0], cache, processors, threads);
  }

  static CUdevice device(int ordinal) {
    var device = new CUdevice();
    Calls.check(JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet", "device", ordinal);
    return device;
  }

  private static int attribute(CUdevice device, int attribute) {
    var value = new int[1];
    Calls.check(
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device),
        "cuDeviceGetAttribute",
        "attribute",
        attribute);
    return value[0];
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
