package io.millrace.bench.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Sections as Markdown, for {@code docs/}, and as CSV, to keep. Both files are written anew each
 * time, so that what was measured is there whatever happens later.
 */
final class TimingReport {
  private static final String EMULATED =
      "**Emulated driver: no GPU was measured.** The times below are those of an interpreter on"
          + " this machine's processor. They say nothing about any GPU, so no rate, ratio or share"
          + " is given, and none may be made of them. Results were checked.";

  private final Path markdown;
  private final Path csv;
  private final List<String> head;
  private final boolean emulated;
  private final List<Section> sections = new ArrayList<>();

  /** A report without sections in a folder; {@code head} tells of the device and the machine. */
  TimingReport(Path folder, List<String> head, boolean emulated) {
    this.markdown = folder.resolve("timings.md");
    this.csv = folder.resolve("timings.csv");
    this.head = head;
    this.emulated = emulated;
  }

  /** Adds a section and writes the files. */
  void add(Section section) throws IOException {
    sections.add(section);
    write();
  }

  /** Writes the files, for a section that has grown. */
  void write() throws IOException {
    Files.writeString(markdown, markdown());
    Files.writeString(csv, csv());
  }

  String markdown() {
    var text = new StringBuilder("# Timings\n\n");
    if (emulated) {
      text.append(EMULATED).append("\n\n");
    }
    head.forEach(line -> text.append("- ").append(line).append('\n'));
    for (Section section : sections) {
      text.append("\n## ").append(section.title()).append("\n\n");
      text.append(section.words()).append("\n\n");
      line(text, section.header());
      line(text, section.header().stream().map(_ -> "---").toList());
      section.rows().forEach(row -> line(text, row.stream().map(this::show).toList()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private String show(Cell cell) {
    return switch (cell) {
      case Cell.Text text -> text.show();
      case Cell.Time time -> time.show();
      case Cell.Rate _, Cell.Ratio _, Cell.Share _ -> emulated ? Cell.WITHHELD : cell.show();
    };
  }

  /** Each cell that a clock was read for, with all of its rounds; the first cell names the row. */
  String csv() {
    var text = new StringBuilder("driver,section,row,measure,amount,unit,nanoseconds of rounds\n");
    for (Section section : sections) {
      for (List<Cell> row : section.rows()) {
        for (int i = 1; i < row.size(); i++) {
          String place =
              (emulated ? "emulated" : "real")
                  + ','
                  + quoted(section.title())
                  + ','
                  + quoted(row.getFirst().show())
                  + ','
                  + quoted(section.header().get(i));
          switch (row.get(i)) {
            case Cell.Time time -> text.append(line(place, "", "", time.rounds()));
            case Cell.Rate rate ->
                text.append(line(place, number(rate.amount()), rate.unit().name(), rate.rounds()));
            case Cell.Text _, Cell.Ratio _, Cell.Share _ -> {}
          }
        }
      }
    }
    return text.toString();
  }

  private static String line(String place, String amount, String unit, Rounds rounds) {
    String nanos =
        Arrays.stream(rounds.nanos())
            .mapToObj(TimingReport::number)
            .collect(Collectors.joining(" "));
    return String.join(",", place, amount, unit, nanos) + '\n';
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
