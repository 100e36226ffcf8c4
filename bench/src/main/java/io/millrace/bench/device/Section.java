package io.millrace.bench.device;

import java.util.ArrayList;
import java.util.List;

/** A table of the report, which grows by rows. */
final class Section {
  private final String title;
  private final String words;
  private final List<String> header;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param words what was measured, for those who read the figures
   */
  Section(String title, String words, List<String> header) {
    this.title = title;
    this.words = words;
    this.header = List.copyOf(header);
  }

  /** Adds a row, a cell for each column. */
  void add(List<Cell> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(
          "A row has a cell for each column: cells=" + cells.size() + ", columns=" + header.size());
    }
    rows.add(List.copyOf(cells));
  }

  String title() {
    return title;
  }

  String words() {
    return words;
  }

  List<String> header() {
    return header;
  }

  List<List<Cell>> rows() {
    return rows;
  }
}
