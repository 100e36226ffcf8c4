package io.millrace.sink;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.text.ColumnText;
import io.millrace.text.TextBytes;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows as comma-separated values by RFC 4180. */
final class CsvText implements RowText {
  private final Schema schema;
  private final TextBytes quoted = new TextBytes();
  private List<ColumnText> columns = List.of();

  CsvText(Schema schema) {
    this.schema = schema;
  }

  @Override
  public String ending() {
    return "csv";
  }

  @Override
  public void header(TextBytes out) {
    for (int c = 0; c < schema.getFields().size(); c++) {
      separate(out, c);
      int from = out.size();
      out.text(schema.getFields().get(c).getName());
      quoteIfNeeded(out, from);
    }
    out.append('\r', '\n');
  }

  @Override
  public void begin(Batch batch) {
    columns = new ArrayList<>();
    batch.columns().forEach(column -> columns.add(new ColumnText(column.type())));
  }

  @Override
  public void row(TextBytes out, Batch batch, int row) {
    for (int c = 0; c < columns.size(); c++) {
      separate(out, c);
      Column column = batch.column(c);
      if (!ColumnValues.isNull(column, row)) {
        int from = out.size();
        columns.get(c).append(out, column, row);
        if (column.type().kind().isText()) {
          quoteIfNeeded(out, from);
        }
      }
    }
    out.append('\r', '\n');
  }

  private static void separate(TextBytes out, int column) {
    if (column > 0) {
      out.append(',');
    }
  }

  /**
   * Quotes what was appended since {@code from}, if it could not be read back without: empty text,
   * too.
   */
  private void quoteIfNeeded(TextBytes out, int from) {
    int end = out.size();
    if (from < end && !hasSpecial(out, from, end)) {
      return;
    }
    quoted.clear();
    quoted.append('"');
    for (int i = from; i < end; i++) {
      byte value = out.at(i);
      if (value == '"') {
        quoted.append('"');
      }
      quoted.append(value);
    }
    quoted.append('"');
    out.truncate(from);
    out.bytes(quoted, 0, quoted.size());
  }

  private static boolean hasSpecial(TextBytes text, int from, int end) {
    for (int i = from; i < end; i++) {
      switch (text.at(i)) {
        case ',', '"', '\r', '\n' -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }
}
