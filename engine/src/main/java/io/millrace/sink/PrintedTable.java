package io.millrace.sink;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.kernels.types.DataType;
import io.millrace.text.ColumnText;
import io.millrace.text.TextBytes;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** The first rows of a result as aligned lines of text, below a line of column names. */
final class PrintedTable {
  private static final int WIDEST = 80;
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  private PrintedTable(int columns) {
    this.right = new boolean[columns];
  }

  static PrintedTable of(Result result, int limit) {
    List<Field> fields = result.schema().getFields();
    PrintedTable table = new PrintedTable(fields.size());
    table.rows.add(fields.stream().map(field -> cell(field.getName())).toArray(String[]::new));
    for (Batch batch : result.batches()) {
      table.add(batch, Math.min(batch.rows(), limit - (table.rows.size() - 1)));
    }
    return table;
  }

  private void add(Batch batch, int count) {
    for (int row = 0; row < count; row++) {
      rows.add(new String[right.length]);
    }
    int first = rows.size() - count;
    for (int c = 0; c < right.length; c++) {
      Column column = batch.column(c);
      DataType type = column.type();
      ColumnText text = new ColumnText(type);
      right[c] = type.kind().isNumeric();
      for (int row = 0; row < count; row++) {
        rows.get(first + row)[c] = cell(text, column, row);
      }
    }
  }

  private static String cell(ColumnText text, Column column, int row) {
    if (ColumnValues.isNull(column, row)) {
      return "null";
    }
    TextBytes bytes = new TextBytes();
    text.append(bytes, column, row);
    return cell(bytes.toString());
  }

  /** Control characters would break the table, or command the terminal. */
  private static String cell(String text) {
    StringBuilder shown = new StringBuilder();
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int point = text.codePointAt(i);
      if (++width > WIDEST) {
        shown.setLength(shown.offsetByCodePoints(shown.length(), -3));
        return shown.append("...").toString();
      }
      append(shown, point);
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    switch (point) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        int kind = Character.getType(point);
        if (kind == Character.CONTROL || kind == Character.FORMAT) {
          shown.append("\\u{").append(Integer.toHexString(point)).append('}');
        } else {
          shown.appendCodePoint(point);
        }
      }
    }
  }

  /** The lines, that of the column names first. */
  List<String> lines() {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], width(row[c]));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String pad = " ".repeat(widths[c] - width(row[c]));
      line.append(c == 0 ? "" : GAP).append(right[c] ? pad + row[c] : row[c] + pad);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
