package io.millrace.cli;

import io.millrace.Device;
import io.millrace.kernels.BackendProvider.Availability;
import io.millrace.kernels.Backends;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
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
        case Availability.Available available ->
            line(backend.name(), "available", available.description());
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

  private void line(String device, String state, String words) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-6s %-12s %s%n", device, state, words);
  }
}
