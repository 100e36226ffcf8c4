package io.millrace.bench.data;

import io.millrace.kernels.memory.Raw;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;

/**
 * Lines of text: a string column {@code line} of 6 to 18 words with one space between them. Words
 * come with Zipf's distribution from a vocabulary.
 *
 * @param bytes how long the text is at least, line ends included; at most one line longer
 * @param words how many different words there are
 * @param seed of the sequence
 */
public record TextLines(long bytes, int words, long seed) implements DataSource {
  private static final int BATCH_BYTES = 1 << 26;
  private static final int LONGEST_LINE = 512;

  @Override
  public String describe() {
    return "%,d MB of text, %,d different words".formatted(bytes / 1_000_000, words);
  }

  @Override
  public Dataset generate(BufferAllocator allocator) {
    Writer writer = new Writer(Vocabulary.of(words, seed), new Zipf(words), seed);
    try (BatchList list = new BatchList()) {
      while (writer.written < bytes) {
        VarCharVector line = Columns.strings("line", allocator, BATCH_BYTES, Dataset.BATCH_ROWS);
        writer.fill(line, bytes);
        list.add(List.of(line));
      }
      return list.finish();
    }
  }

  /** Writes one batch after another and keeps the position in the random sequence. */
  private static final class Writer {
    private final Vocabulary vocabulary;
    private final Zipf zipf;
    private final long seed;
    private final byte[] scratch = new byte[LONGEST_LINE];
    private long drawn;
    private long written;

    Writer(Vocabulary vocabulary, Zipf zipf, long seed) {
      this.vocabulary = vocabulary;
      this.zipf = zipf;
      this.seed = seed;
    }

    void fill(VarCharVector line, long limit) {
      long offsets = line.getOffsetBufferAddress();
      long text = line.getDataBufferAddress();
      int rows = 0;
      int end = 0;
      while (rows < Dataset.BATCH_ROWS && end <= BATCH_BYTES - LONGEST_LINE && written < limit) {
        int length = writeLine();
        Raw.copy(scratch, 0, text + end, length);
        end += length;
        Raw.putInt(offsets + 4L * ++rows, end);
        written += length + 1;
      }
      Columns.filled(line, rows);
    }

    private int writeLine() {
      int count = 6 + (int) SplitMix64.below(13, seed, drawn++);
      int length = 0;
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          scratch[length++] = ' ';
        }
        byte[] word = vocabulary.word(zipf.draw(SplitMix64.at(seed, drawn++)));
        System.arraycopy(word, 0, scratch, length, word.length);
        length += word.length;
      }
      return length;
    }
  }
}
