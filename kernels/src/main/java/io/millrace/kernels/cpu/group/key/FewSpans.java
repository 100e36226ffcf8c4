package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Spans;
import java.util.Arrays;

/**
 * {@link FewKeys} for text and binary of up to {@link Spans#INLINE} bytes, which are known by their
 * words. A longer value, whose word is an address, or a null shows in the differences like any key
 * that is not known.
 */
final class FewSpans {
  private final FewKeys words;
  private final int[] lengths;

  private FewSpans(FewKeys words, int[] lengths) {
    this.words = words;
    this.lengths = lengths;
  }

  /** A perfect hash of the first {@code size} keys; null if there is none or a key is too long. */
  static FewSpans of(long[] words, int[] lengths, int size) {
    for (int group = 0; group < size; group++) {
      if (lengths[group] > Spans.INLINE) {
        return null;
      }
    }
    FewKeys few = FewKeys.of(words, size, -1);
    return few == null ? null : new FewSpans(few, Arrays.copyOf(lengths, FewKeys.LARGEST));
  }

  /** Writes each row's group; false if a row's key was not known, then some groups are wrong. */
  boolean find(Cells column, int rows, int[] groups) {
    return !column.mayHaveNulls()
        && words.find(column, rows, -1, groups)
        && differences(column.lengths(), rows, lengths, groups) == 0;
  }

  private static int differences(int[] rowLengths, int rows, int[] lengths, int[] groups) {
    int differences = 0;
    for (int i = 0; i < rows; i++) {
      differences |= rowLengths[i] ^ lengths[groups[i]];
    }
    return differences;
  }

  long bytes() {
    return words.bytes() + lengths.length * 4L;
  }
}
