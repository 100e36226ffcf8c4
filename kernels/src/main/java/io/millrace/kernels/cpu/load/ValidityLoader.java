package io.millrace.kernels.cpu.load;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;

/** Validity bitmaps as words. */
final class ValidityLoader {
  private ValidityLoader() {}

  /** Null if none of the rows is null: validity is then free for whatever is computed from them. */
  static long[] load(Scratch scratch, Column column, int from, int rows) {
    if (column.nullCount() == 0 || rows == 0) {
      return null;
    }
    long[] words = scratch.words(rows);
    BitLoader.load(column.validity().memoryAddress(), (long) column.offset() + from, words, rows);
    return Words.count(words, rows) == rows ? null : words;
  }
}
