package io.millrace.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The machine and the software that figures belong to. */
public final class Machine {
  private Machine() {}

  /**
   * One line on processor, cores, memory, system, JDK and Arrow; what cannot be found is left out.
   */
  public static String describe() {
    return "machine: %s, %d cores, %s; %s %s; JDK %s; Arrow Java %s"
        .formatted(
            first("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch")),
            Runtime.getRuntime().availableProcessors(),
            memory(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version(),
            Optional.ofNullable(VectorSchemaRoot.class.getPackage().getImplementationVersion())
                .orElse("of unknown version"));
  }

  private static String memory() {
    return first("/proc/meminfo", "MemTotal")
        .map(text -> Long.parseLong(text.replaceAll("\\D", "")) / (1 << 20) + " GiB")
        .orElse("memory unknown");
  }

  /** The value of the first line {@code name: value} of a file. */
  private static Optional<String> first(String file, String name) {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
