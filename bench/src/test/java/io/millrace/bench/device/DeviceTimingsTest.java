package io.millrace.bench.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ContextBuilder;
import io.millrace.Device;
import io.millrace.EmulatedDevices;
import io.millrace.cuda.driver.Cuda;
import io.millrace.cuda.driver.CudaAvailability;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A tiny run on the emulated GPU: every row is there, all results agree, and nothing is a rate. */
class DeviceTimingsTest {
  private static final String[] TINY = {
    "--rows=1200",
    "--query-rows=900",
    "--batch-rows=300",
    "--largest-copy=65536",
    "--rounds=1",
    "--query-rounds=1"
  };

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void requireEmulator() {
    Assumptions.assumeTrue(
        Cuda.availability() instanceof CudaAvailability.Available && Cuda.isEmulated(),
        "not the emulated driver, or none: there was no C++ compiler");
  }

  private int run(String... more) {
    CommandLine line = DeviceTimings.commandLine(DeviceTimingsTest::placed);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(TINY));
    all.addAll(Arrays.asList(more));
    all.add(folder.toString());
    return line.execute(all.toArray(String[]::new));
  }

  /** A calibration of few rows, after which the GPU is taken to be faster. */
  private static ContextBuilder placed(ContextBuilder settings, Device device) {
    return device == Device.AUTO
        ? EmulatedDevices.on(settings, true, false)
        : settings.device(device);
  }

  @Test
  void everyRowIsThereAndNothingIsARate() throws Exception {
    assertThat(run()).as(() -> out + "\n" + err).isZero();
    assertThat(out.toString()).contains("all results agree");
    String report = Files.readString(folder.resolve("timings.md"));
    assertThat(report)
        .contains("Emulated driver: no GPU was measured", "device: Millrace emulated GPU")
        .contains("driver: emulated, CUDA 12.6", "machine: ")
        .doesNotContain("**different**");
    Map<String, List<List<String>>> tables = tables(report);
    assertThat(rowCounts(tables))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Link", 3,
                "Latencies", 6,
                "Device memory", 1,
                "Numbers", 13,
                "Texts", 7,
                "Lines", 3,
                "Group tables", 6,
                "Group tables by text", 2,
                "Gram matrices", 1,
                "Whole queries", 15));
    for (String kernels : List.of("Numbers", "Texts", "Lines", "Group tables", "Gram matrices")) {
      for (List<String> row : tables.get(kernels)) {
        assertThat(row.get(1)).isEqualTo("same");
        assertThat(row.subList(2, row.size())).containsOnly("–");
      }
    }
    for (List<String> row : tables.get("Link")) {
      assertThat(row.subList(1, 8)).containsOnly("–");
    }
    List<List<String>> queries = tables.get("Whole queries");
    assertThat(queries).allMatch(row -> row.get(2).equals("same") && row.get(4).equals("–"));
    assertThat(queries)
        .allMatch(row -> row.getLast().contains(row.get(1).equals("cpu") ? " on cpu" : " on cuda"));
    assertThat(Files.readAllLines(folder.resolve("timings.csv")))
        .hasSizeGreaterThan(150)
        .first()
        .asString()
        .startsWith("driver,section,row,measure,");
    assertThat(Files.readAllLines(folder.resolve("timings.csv")).stream().skip(1))
        .allMatch(line -> line.startsWith("emulated,"));
  }

  @Test
  void aSectionThatIsNoneIsRefused() {
    assertThat(run("--sections=kernel")).isEqualTo(1);
    assertThat(err.toString()).contains("sections=[kernel]").doesNotContain("\tat ");
  }

  private static Map<String, Integer> rowCounts(Map<String, List<List<String>>> tables) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    tables.forEach((title, rows) -> counts.put(title, rows.size()));
    return counts;
  }

  /** The rows of each section's table, without its header. */
  private static Map<String, List<List<String>>> tables(String report) {
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    String title = "";
    for (String line : report.lines().toList()) {
      if (line.startsWith("## ")) {
        title = line.substring(3);
        tables.put(title, new ArrayList<>());
      } else if (line.startsWith("| ")) {
        tables.get(title).add(List.of(line.substring(2, line.length() - 2).split(" \\| ")));
      }
    }
    tables.values().forEach(rows -> rows.subList(0, 2).clear());
    return tables;
  }
}
