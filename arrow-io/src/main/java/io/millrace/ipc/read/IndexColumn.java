package io.millrace.ipc.read;

import io.millrace.ipc.format.IpcField;
import io.millrace.ipc.format.Origin;
import io.millrace.ipc.validate.IndexCheck;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.Validity;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import org.apache.arrow.memory.ArrowBuf;

/**
 * The indices of a dictionary-encoded column. What leaves here points into the dictionary in every
 * row, null or not, so that kernels may look a value up before they look at the validity. Writers
 * do leave other indices under nulls (pandas has -1 there): then the indices are copied, with 0 in
 * those rows.
 *
 * @param at where in the input the indices begin
 */
record IndexColumn(IpcField field, int rows, int nulls, ArrowBuf validity, ArrowBuf data, long at) {

  /**
   * The column.
   *
   * @param dictionary may be null or empty if every row is null
   */
  Column over(Column dictionary, Scratch scratch, Origin origin) {
    boolean empty = dictionary == null || dictionary.length() == 0;
    if (!empty
        && IndexCheck.allInRange(
            field.indices(), data.memoryAddress(), rows, dictionary.length())) {
      return column(data, dictionary);
    }
    int length = dictionary == null ? 0 : dictionary.length();
    long bits = validity == null ? 0 : validity.memoryAddress();
    int wrong = IndexCheck.firstWrong(field.indices(), data.memoryAddress(), rows, length, bits);
    if (wrong >= 0) {
      throw origin.wrong(
          "A dictionary index must point into its dictionary",
          at + (long) wrong * field.indices().width(),
          "column="
              + field.name()
              + ", row="
              + wrong
              + ", index="
              + IndexCheck.get(field.indices(), data.memoryAddress(), wrong)
              + ", dictionary="
              + (dictionary == null ? "absent" : length + " values"));
    }
    ArrowBuf zeroed = scratch.allocate((long) rows * field.indices().width(), at);
    zeroUnderNulls(bits, zeroed.memoryAddress());
    scratch.copied((long) rows * field.indices().width());
    return column(zeroed, empty ? oneNull(field.type(), scratch) : dictionary);
  }

  private Column column(ArrowBuf indices, Column dictionary) {
    return new Column(
        field.type(), rows, nulls, 0, validity, null, indices, field.indices(), dictionary);
  }

  private void zeroUnderNulls(long bits, long to) {
    int width = field.indices().width();
    for (int row = 0; row < rows; row++) {
      if (Validity.isSet(bits, row)) {
        Raw.copy(data.memoryAddress() + (long) row * width, to + (long) row * width, width);
      } else {
        Raw.ALL.asSlice(to + (long) row * width, width).fill((byte) 0);
      }
    }
  }

  /** A dictionary for columns without a value: one row, null. */
  private Column oneNull(DataType type, Scratch scratch) {
    Kind kind = type.kind();
    ArrowBuf zeros = scratch.zeros(2 * Long.BYTES, at);
    ArrowBuf offsets =
        switch (kind.lane()) {
          case BYTES -> zeros;
          case BOOL, LONG, DOUBLE -> null;
        };
    return Column.of(type, 1, 1, zeros, offsets, zeros);
  }
}
