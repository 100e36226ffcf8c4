package io.millrace.sink;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.kernels.types.Kind;
import io.millrace.text.ColumnText;
import io.millrace.text.TextBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows as JSON objects, one a line. */
final class JsonText implements RowText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** What stands before each value: {@code {"first":}, then {@code ,"second":}. */
  private final List<byte[]> names = new ArrayList<>();

  private final TextBytes plain = new TextBytes();
  private List<ColumnText> columns = List.of();

  JsonText(Schema schema) {
    schema.getFields().forEach(field -> names.add(name(field.getName())));
  }

  private byte[] name(String name) {
    TextBytes prefix = new TextBytes();
    plain.clear();
    plain.text(name);
    prefix.append(names.isEmpty() ? '{' : ',');
    escape(prefix, plain);
    prefix.append(':');
    return prefix.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String ending() {
    return "jsonl";
  }

  @Override
  public void header(TextBytes out) {}

  @Override
  public void begin(Batch batch) {
    columns = new ArrayList<>();
    batch.columns().forEach(column -> columns.add(new ColumnText(column.type())));
  }

  @Override
  public void row(TextBytes out, Batch batch, int row) {
    if (columns.isEmpty()) {
      out.append('{');
    }
    for (int c = 0; c < columns.size(); c++) {
      out.bytes(names.get(c));
      value(out, columns.get(c), batch.column(c), row);
    }
    out.append('}', '\n');
  }

  private void value(TextBytes out, ColumnText text, Column column, int row) {
    Kind kind = column.type().kind();
    if (ColumnValues.isNull(column, row)
        || (kind.isFloating() && !Double.isFinite(ColumnValues.getDouble(column, row)))) {
      out.ascii("null");
    } else if (kind.isText()) {
      plain.clear();
      text.append(plain, column, row);
      escape(out, plain);
    } else if (kind.isNumeric() || kind == Kind.BOOL) {
      text.append(out, column, row);
    } else {
      out.append('"');
      text.append(out, column, row);
      out.append('"');
    }
  }

  /** Appends text as a JSON string: what needs no escape goes over in runs. */
  private static void escape(TextBytes out, TextBytes text) {
    out.append('"');
    int run = 0;
    for (int i = 0; i < text.size(); i++) {
      byte value = text.at(i);
      if (value == '"' || value == '\\' || (value >= 0 && value < ' ')) {
        out.bytes(text, run, i);
        escape(out, value);
        run = i + 1;
      }
    }
    out.bytes(text, run, text.size());
    out.append('"');
  }

  private static void escape(TextBytes out, byte value) {
    switch (value) {
      case '"', '\\' -> out.append('\\', value);
      case '\n' -> out.append('\\', 'n');
      case '\r' -> out.append('\\', 'r');
      case '\t' -> out.append('\\', 't');
      default -> {
        out.ascii("\\u00");
        out.append(HEX[value >> 4], HEX[value & 15]);
      }
    }
  }
}
