package io.millrace.kernels.cpu.group.scatter;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.key.KeyIndex;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.List;

/**
 * Where the columns of a scattered row lie: the hash if the index needs it, the keys, the inputs,
 * the sequence if an aggregate needs it, and validity bits if the rows may have nulls. Everything
 * is 8 bytes wide; text takes 16.
 *
 * @param columns the keys, then the inputs
 * @param keyColumns how many of the columns are keys
 * @param hashAt byte offset of the hash, -1 if there is none
 * @param sequenceAt byte offset of the sequence, -1 if there is none
 * @param validityAt byte offset of the validity words, -1 if no row has a null
 * @param rowBytes bytes of a row
 */
record RowLayout(
    List<Slot> columns, int keyColumns, int hashAt, int sequenceAt, int validityAt, int rowBytes) {

  /** The shape of a column's values in a row. */
  enum Shape {
    NOTHING(0),
    WORD(8),
    DOUBLE(8),
    SPAN(16);

    private final int bytes;

    Shape(int bytes) {
      this.bytes = bytes;
    }
  }

  /** One column's place in a row. */
  record Slot(Shape shape, int at) {}

  /**
   * The layout of a table's rows.
   *
   * @param inputs the type of each aggregate's input, null where there is none
   */
  static RowLayout of(
      List<DataType> keys,
      List<DataType> inputs,
      Encoding[] encodings,
      boolean sequence,
      boolean nullable) {
    Slot[] slots = new Slot[keys.size() + inputs.size()];
    int hashAt = KeyIndex.layout(keys) == KeyIndex.Layout.HASHED ? 0 : -1;
    int at = hashAt < 0 ? 0 : Long.BYTES;
    for (int i = 0; i < slots.length; i++) {
      int input = i - keys.size();
      Shape shape =
          input < 0 ? shape(Encoding.KEY, keys.get(i)) : shape(encodings[input], inputs.get(input));
      slots[i] = new Slot(shape, at);
      at += shape.bytes;
    }
    int sequenceAt = sequence ? at : -1;
    at += sequence ? Long.BYTES : 0;
    int validityAt = nullable ? at : -1;
    at += nullable ? Cells.words(slots.length) * Long.BYTES : 0;
    return new RowLayout(
        List.of(slots), keys.size(), hashAt, sequenceAt, validityAt, Math.max(Long.BYTES, at));
  }

  private static Shape shape(Encoding encoding, DataType type) {
    return switch (encoding) {
      case NULLS -> Shape.NOTHING;
      case DOUBLES -> Shape.DOUBLE;
      case HASHED -> Shape.WORD;
      case BITS, KEY, ORDERED -> type.lane() == Lane.BYTES ? Shape.SPAN : Shape.WORD;
    };
  }
}
