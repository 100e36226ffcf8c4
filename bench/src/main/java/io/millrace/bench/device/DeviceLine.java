package io.millrace.bench.device;

import io.millrace.cuda.driver.Cuda;
import io.millrace.cuda.driver.CudaAvailability.DeviceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What figures of a device have to be read with: what it is, its driver, and its link. */
final class DeviceLine {
  private static final Path BUS = Path.of("/sys/bus/pci/devices");
  private static final Path MODULE = Path.of("/proc/driver/nvidia/version");
  private static final Pattern RELEASE = Pattern.compile("\\b\\d{3}\\.\\d+(\\.\\d+)?\\b");
  private static final String UNKNOWN = "unknown";

  private DeviceLine() {}

  /** Lines for the head of a report. */
  static List<String> describe(DeviceInfo device) {
    int version = Cuda.driverVersion();
    return List.of(
        "device: %s, compute capability %d.%d, %d multiprocessors, %,d MiB, L2 cache of %,d KiB"
            .formatted(
                device.name(),
                device.capability() / 10,
                device.capability() % 10,
                device.multiprocessors(),
                device.memory() >> 20,
                device.cache() >> 10),
        "driver: %s, CUDA %d.%d".formatted(driver(), version / 1000, version % 1000 / 10),
        "link: " + link(Cuda.busId(device.ordinal())));
  }

  private static String driver() {
    if (Cuda.isEmulated()) {
      return "emulated";
    }
    Matcher release = RELEASE.matcher(read(MODULE));
    return release.find() ? release.group() : UNKNOWN;
  }

  /** As the system's bus has it; a virtual machine may not say. Idle links may be slowed down. */
  private static String link(String busId) {
    Path device = BUS.resolve(busId.toLowerCase(Locale.ROOT));
    return "%s, speed now %s (at most %s), width now %s (at most %s)"
        .formatted(
            busId,
            read(device.resolve("current_link_speed")),
            read(device.resolve("max_link_speed")),
            read(device.resolve("current_link_width")),
            read(device.resolve("max_link_width")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
