package io.millrace.bench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingReportTest {
  @TempDir Path folder;

  private static Rounds rounds(double... nanos) {
    return new Rounds(nanos);
  }

  private static Section section() {
    Section section =
        new Section("Some", "Words.", List.of("work", "rate", "rows", "of it", "times", "time"));
    Cell.Rate half =
        new Cell.Rate(1_000_000, Cell.Unit.GB_PER_SECOND, rounds(40_000, 50_000, 20_000, 80_000));
    Cell.Rate whole = new Cell.Rate(1_000_000, Cell.Unit.GB_PER_SECOND, rounds(22_500));
    section.add(
        List.of(
            new Cell.Text("copy \"a\""),
            half,
            new Cell.Rate(3_000, Cell.Unit.MILLION_ROWS_PER_SECOND, rounds(2_000)),
            new Cell.Share(half, whole),
            new Cell.Ratio(rounds(900), rounds(100, 300, 200)),
            new Cell.Time(rounds(1_500_000))));
    return section;
  }

  @Test
  void ratesOfARealDeviceAreGivenWithTheirSpread() throws Exception {
    TimingReport report = new TimingReport(folder, List.of("device: some"), false);
    report.add(section());
    assertThat(report.markdown())
        .doesNotContain("Emulated")
        .contains("- device: some\n")
        .contains("| copy \"a\" | 22.2 (12.5 to 50.0) | 1,500 | 50.0 % | 4.50 | 1,500 µs |\n");
    assertThat(Files.readString(folder.resolve("timings.md"))).isEqualTo(report.markdown());
    assertThat(Files.readAllLines(folder.resolve("timings.csv")))
        .contains(
            "real,\"Some\",\"copy \"\"a\"\"\",\"rate\",1000000,GB_PER_SECOND,"
                + "20000 40000 50000 80000");
  }

  @Test
  void anEmulatedDeviceHasTimesAndNoRates() throws Exception {
    TimingReport report = new TimingReport(folder, List.of(), true);
    report.add(section());
    assertThat(report.markdown())
        .contains("no GPU was measured", "| copy \"a\" | – | – | – | – | 1,500 µs |");
  }
}
