package io.millrace.ipc.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows in the plainest form there is, the oracle of round trips: for each column its values as
 * bytes, little-endian, null for null. A boolean is one byte, 0 or 1.
 */
public record Table(List<Field> fields, List<byte[][]> columns, int rows) {
  /** Random rows. */
  public static Table random(Random random, List<Field> fields, int rows, double nulls) {
    List<byte[][]> columns = new ArrayList<>();
    for (Field field : fields) {
      byte[][] values = new byte[rows][];
      for (int row = 0; row < rows; row++) {
        values[row] = random.nextDouble() < nulls ? null : RandomValues.of(random, field);
      }
      columns.add(values);
    }
    return new Table(fields, columns, rows);
  }

  public Schema schema() {
    return new Schema(fields);
  }

  /** Some of the rows. */
  public Table slice(int from, int count) {
    return new Table(
        fields,
        columns.stream().map(values -> Arrays.copyOfRange(values, from, from + count)).toList(),
        count);
  }

  /** These rows, then those. */
  public Table plus(Table more) {
    List<byte[][]> joined = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      byte[][] all = Arrays.copyOf(columns.get(i), rows + more.rows);
      System.arraycopy(more.columns.get(i), 0, all, rows, more.rows);
      joined.add(all);
    }
    return new Table(fields, joined, rows + more.rows);
  }

  /** Each column as text, one word a row: easy to compare, easy to read in a failure. */
  public List<List<String>> words() {
    List<List<String>> words = new ArrayList<>();
    for (byte[][] values : columns) {
      words.add(
          Arrays.stream(values)
              .map(v -> v == null ? "null" : HexFormat.of().formatHex(v))
              .toList());
    }
    return words;
  }

  /** One line a column: its name, then its words, {@code -} for one that is empty. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      text.append(fields.get(i).getName());
      words().get(i).forEach(word -> text.append(' ').append(word.isEmpty() ? "-" : word));
      text.append('\n');
    }
    return text.toString();
  }

  public void assertSame(Table actual) {
    assertThat(actual.rows).isEqualTo(rows);
    assertThat(actual.fields.stream().map(Field::getName).toList())
        .isEqualTo(fields.stream().map(Field::getName).toList());
    assertThat(actual.words()).isEqualTo(words());
  }

  static boolean isBytes(Kind kind) {
    return switch (kind) {
      case UTF8, LARGE_UTF8, BINARY, LARGE_BINARY -> true;
      default -> false;
    };
  }
}
