package io.millrace.cli;

import io.millrace.Device;
import io.millrace.error.DeviceException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.BackendProvider.Availability;
import io.millrace.kernels.Backends;
import io.millrace.placement.CostModel;
import io.millrace.placement.GroupingCalibration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace devices}. */
@Command(
    name = "devices",
    description = "List the devices that can run operators, and why others cannot.")
final class DevicesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    List<Backends.Found> found = Backends.list();
    for (Backends.Found backend : found) {
      switch (backend.availability()) {
        case Availability.Available available -> {
          line(backend.name(), "available", available.description());
          line("", "", calibrated(backend.provider()));
          backend.provider().remarks().forEach(remark -> line("", "", remark));
        }
        case Availability.Unavailable unavailable ->
            line(backend.name(), "unavailable", unavailable.reason());
      }
    }
    for (Device device : List.of(Device.CPU, Device.CUDA)) {
      String name = device.name().toLowerCase(Locale.ROOT);
      if (found.stream().noneMatch(backend -> backend.name().equals(name))) {
        line(name, "unavailable", "no backend of that name on the class path");
      }
    }
  }

  /** What the device makes of grouping, as placement knows it when a query starts. */
  private static String calibrated(BackendProvider provider) {
    try (RootAllocator root = new RootAllocator();
        Backend opened = provider.open(root, 0)) {
      CostModel cost = new GroupingCalibration().measure(opened, root);
      return String.format(
          Locale.ROOT,
          "sum and count by key: %,.0f us a batch and %.2f ns a row (%,.0f million rows/s)",
          cost.fixedNanos() / 1e3,
          cost.nanosPerRow(),
          1e3 / cost.nanosPerRow());
    } catch (DeviceException e) {
      return "calibration failed: " + e.getMessage();
    }
  }

  private void line(String device, String state, String words) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-6s %-12s %s%n", device, state, words);
  }
}
