package io.millrace.kernels.cpu.group.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.types.DataType;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class EncoderTest {
  private static final int ROWS = 200;
  private static final long SCALE = 0xD6E8FEB86659FD93L;
  private static final long STEP = 0x9E3779B97F4A7C15L;

  /** As docs/state.md has it, byte by byte. */
  @Test
  void textsAreHashedForSketchesAsTheManualSays() {
    try (RootAllocator root = new RootAllocator();
        ArrowBuf bytes = root.buffer(4_096)) {
      BytesVec texts = texts(bytes, null);
      Cells hashed = new Encoder(Encoding.HASHED).encode(texts);
      for (int i = 0; i < ROWS; i++) {
        byte[] text = new byte[texts.lengths()[i]];
        bytes.getBytes(texts.addresses()[i] - bytes.memoryAddress(), text);
        assertThat(hashed.words()[i]).as("length %d", text.length).isEqualTo(sketchHash(text));
      }
    }
  }

  @Test
  void nullTextsAreOneSpan() {
    try (RootAllocator root = new RootAllocator();
        ArrowBuf bytes = root.buffer(4_096)) {
      long[] validity = new Random(1).longs(Cells.words(ROWS)).toArray();
      BytesVec texts = texts(bytes, validity);
      for (int i = 0; i < ROWS; i++) {
        texts.lengths()[i] = texts.isNull(i) ? 0 : texts.lengths()[i];
      }
      Cells cells = new Encoder(Encoding.KEY).encode(texts);
      for (int i = 0; i < ROWS; i++) {
        assertThat(cells.tails()[i] == Spans.NULL).isEqualTo(texts.isNull(i));
        assertThat(Spans.length(cells.tails()[i])).isEqualTo(texts.lengths()[i]);
        assertThat(cells.words()[i] == 0 || !texts.isNull(i)).isTrue();
      }
    }
  }

  private static BytesVec texts(ArrowBuf bytes, long[] validity) {
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.setByte(i, i * 31 + i / 7);
    }
    long[] addresses =
        IntStream.range(0, ROWS).mapToLong(i -> bytes.memoryAddress() + 16L * i).toArray();
    int[] lengths = IntStream.range(0, ROWS).map(i -> i % 41).toArray();
    return new BytesVec(DataType.UTF8, ROWS, addresses, lengths, validity);
  }

  private static long sketchHash(byte[] text) {
    int n = text.length;
    if (n <= 8) {
      return mix(word(text, 0, n) ^ (n * SCALE));
    }
    long hash = n * SCALE;
    for (int i = 0; i < n - 8; i += 8) {
      hash = (hash ^ word(text, i, 8)) * STEP;
      hash ^= hash >>> 32;
    }
    return mix(hash ^ word(text, n - 8, 8));
  }

  private static long mix(long value) {
    long x = (value ^ (value >>> 32)) * STEP;
    x = (x ^ (x >>> 29)) * SCALE;
    return x ^ (x >>> 32);
  }

  private static long word(byte[] text, int at, int bytes) {
    long word = 0;
    for (int i = 0; i < bytes; i++) {
      word |= (text[at + i] & 0xFFL) << (8 * i);
    }
    return word;
  }
}
