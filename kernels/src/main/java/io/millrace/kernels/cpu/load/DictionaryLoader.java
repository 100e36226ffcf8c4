package io.millrace.kernels.cpu.load;

import io.millrace.error.DataException;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.Validity;
import io.millrace.kernels.cpu.logic.NullRows;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;

/**
 * Dictionary-encoded columns, decoded. A row is null if its index is, or the value that it points
 * to.
 */
final class DictionaryLoader {
  private DictionaryLoader() {}

  static CpuVec load(Scratch scratch, Column column, int from, int rows) {
    DataType type = column.type();
    Column dictionary = column.dictionary();
    long[] validity = ValidityLoader.load(scratch, column, from, rows);
    if (rows == 0
        || (dictionary.length() == 0
            && Words.count(Words.writable(scratch, validity, rows), rows) == 0)) {
      return Literal.of(scratch, type, null, rows);
    }
    long[] index = scratch.longs(rows);
    long at = (long) column.offset() + from;
    LongLoader.load(column.indices(), column.data().memoryAddress(), at, index, rows);
    NullRows.clear(validity, index, rows);
    check(index, dictionary.length(), rows);
    if (dictionary.nullCount() > 0) {
      validity = valueNulls(scratch, dictionary, index, validity, rows);
    }
    return switch (type.lane()) {
      case LONG -> new LongVec(type, rows, longs(scratch, dictionary, index, rows), validity);
      case DOUBLE -> new DoubleVec(type, rows, doubles(scratch, dictionary, index, rows), validity);
      case BOOL -> new BoolVec(rows, bits(scratch, dictionary, index, rows), validity);
      case BYTES -> bytes(scratch, dictionary, index, rows, validity);
    };
  }

  private static void check(long[] index, int length, int rows) {
    long wrong = 0;
    for (int i = 0; i < rows; i++) {
      wrong |= index[i] | length - 1 - index[i];
    }
    if (wrong >= 0) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      if (index[i] < 0 || index[i] >= length) {
        throw new DataException(
            "A dictionary index must point into its dictionary: index="
                + index[i]
                + ", dictionary length="
                + length
                + ".");
      }
    }
  }

  private static long[] valueNulls(
      Scratch scratch, Column dictionary, long[] index, long[] validity, int rows) {
    long[] words = Words.writable(scratch, validity, rows);
    long address = dictionary.validity().memoryAddress();
    for (int i = 0; i < rows; i++) {
      if (!Validity.isSet(address, dictionary.offset() + index[i])) {
        Words.clear(words, i);
      }
    }
    return words;
  }

  private static long[] longs(Scratch scratch, Column dictionary, long[] index, int rows) {
    long[] values = scratch.longs(rows);
    long address = dictionary.data().memoryAddress();
    for (int i = 0; i < rows; i++) {
      values[i] = LongLoader.get(dictionary.type().kind(), address, dictionary.offset() + index[i]);
    }
    return values;
  }

  private static double[] doubles(Scratch scratch, Column dictionary, long[] index, int rows) {
    double[] values = scratch.doubles(rows);
    long address = dictionary.data().memoryAddress();
    for (int i = 0; i < rows; i++) {
      values[i] =
          DoubleLoader.get(dictionary.type().kind(), address, dictionary.offset() + index[i]);
    }
    return values;
  }

  private static long[] bits(Scratch scratch, Column dictionary, long[] index, int rows) {
    long[] bits = Words.all(scratch, false, rows);
    long address = dictionary.data().memoryAddress();
    for (int i = 0; i < rows; i++) {
      bits[i >> 6] |= (Validity.isSet(address, dictionary.offset() + index[i]) ? 1L : 0L) << i;
    }
    return bits;
  }

  private static BytesVec bytes(
      Scratch scratch, Column dictionary, long[] index, int rows, long[] validity) {
    long[] addresses = scratch.longs(rows);
    int[] lengths = scratch.ints(rows);
    boolean wide = dictionary.type().kind().width() == 8;
    long offsets = dictionary.offsets().memoryAddress();
    long data = dictionary.data() == null ? 0 : dictionary.data().memoryAddress();
    long capacity = dictionary.data() == null ? 0 : dictionary.data().capacity();
    long wrong = 0;
    for (int i = 0; i < rows; i++) {
      long at = dictionary.offset() + index[i];
      long begin = wide ? Raw.getLong(offsets + at * 8) : Raw.getInt(offsets + at * 4);
      long end = wide ? Raw.getLong(offsets + at * 8 + 8) : Raw.getInt(offsets + at * 4 + 4);
      addresses[i] = data + begin;
      lengths[i] = (int) (end - begin);
      wrong |= begin | end - begin | capacity - end | Integer.MAX_VALUE - (end - begin);
    }
    if (wrong < 0) {
      throw new DataException(
          "Offsets of a dictionary's text and binary must not fall, and must lie within the data:"
              + " bytes="
              + capacity
              + ".");
    }
    NullRows.clear(validity, lengths, rows);
    return new BytesVec(dictionary.type(), rows, addresses, lengths, validity);
  }
}
