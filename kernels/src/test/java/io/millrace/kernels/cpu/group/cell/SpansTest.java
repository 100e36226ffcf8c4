package io.millrace.kernels.cpu.group.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.memory.Raw;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpansTest {
  private static final int PAGE = 4096;
  private static final byte[] LETTERS =
      "abcdefghijklmnopqrstuvwx".getBytes(StandardCharsets.US_ASCII);

  /** A read of one byte past the first page faults: the file behind it was cut short. */
  @Test
  void textsAtTheEndOfAPageAreReadWithoutLeavingIt(@TempDir Path folder) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel file =
            FileChannel.open(
                folder.resolve("pages"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      MemorySegment map = file.map(FileChannel.MapMode.READ_WRITE, 0, 2 * PAGE, arena);
      int most = LETTERS.length;
      MemorySegment.copy(LETTERS, 0, map, ValueLayout.JAVA_BYTE, PAGE - most, most);
      file.truncate(PAGE);
      long end = map.address() + PAGE;
      for (int length = 1; length <= most; length++) {
        for (int before = 0; length + before <= most; before++) {
          byte[] text = Arrays.copyOfRange(LETTERS, most - before - length, most - before);
          assertThat(bytes(encode(end - before - length, length))).isEqualTo(text);
        }
      }
    }
  }

  /** Texts that begin on one page and end on the next. */
  @Test
  void textsAcrossTwoPagesAreReadWhole() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pages = arena.allocate(2 * PAGE, PAGE);
      int most = LETTERS.length;
      for (int begin = PAGE - most; begin <= PAGE; begin++) {
        MemorySegment.copy(LETTERS, 0, pages, ValueLayout.JAVA_BYTE, begin, most);
        for (int length = 0; length <= most; length++) {
          assertThat(bytes(encode(pages.address() + begin, length)))
              .isEqualTo(Arrays.copyOf(LETTERS, length));
        }
      }
    }
  }

  @Test
  void shortTextsAreTheirWordsLongOnesTheirAddressAndEmptyOnesReadNothing() {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(64).address();
      Raw.putLong(address, -1);
      Raw.putLong(address + 8, -1);
      assertThat(encode(address, 3)).containsExactly(0xFFFFFF, 3L << 56);
      assertThat(encode(address, 8)).containsExactly(-1, 8L << 56);
      assertThat(encode(address, 15)).containsExactly(-1, 0x0FFFFFFFFFFFFFFFL);
      assertThat(encode(address, 16)).containsExactly(address, (16L << 56) | 16);
      assertThat(encode(0, 0)).containsExactly(0, 0);
    }
  }

  @Test
  void valuesAreEqualAndOrderedAsTheirBytes() {
    try (Arena arena = Arena.ofConfined()) {
      Random random = new Random(1);
      byte[][] texts = new byte[120][];
      long[][] spans = new long[texts.length][];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = new byte[random.nextInt(36)];
        for (int b = 0; b < texts[i].length; b++) {
          texts[i][b] = (byte) (random.nextInt(12) == 0 ? random.nextInt() : 0);
        }
        MemorySegment place = arena.allocate(64);
        MemorySegment.copy(texts[i], 0, place, ValueLayout.JAVA_BYTE, 0, texts[i].length);
        spans[i] = encode(place.address(), texts[i].length);
      }
      for (int i = 0; i < texts.length; i++) {
        for (int j = 0; j < texts.length; j++) {
          int order = Arrays.compareUnsigned(texts[i], texts[j]);
          long[] a = spans[i];
          long[] b = spans[j];
          assertThat(Integer.signum(Spans.compare(a[0], a[1], b[0], b[1])))
              .isEqualTo(Integer.signum(order));
          assertThat(Spans.equal(a[0], a[1], b[0], b[1])).isEqualTo(order == 0);
        }
      }
    }
  }

  /** Head and tail of a text; alone and in a vector alike. */
  private static long[] encode(long address, int length) {
    long[] heads = new long[1];
    long[] tails = new long[1];
    Spans.encode(new long[] {address}, new int[] {length}, 1, heads, tails);
    assertThat(heads[0]).as("head").isEqualTo(Spans.head(address, length));
    assertThat(tails[0]).as("tail").isEqualTo(Spans.tail(address, length));
    return new long[] {heads[0], tails[0]};
  }

  /** The bytes of a value, written out; what lies around them stays. */
  private static byte[] bytes(long[] span) {
    int length = Spans.length(span[1]);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(length + 2L);
      to.fill((byte) '#');
      Spans.write(span[0], span[1], to.address() + 1);
      assertThat(to.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) '#');
      assertThat(to.get(ValueLayout.JAVA_BYTE, length + 1L)).isEqualTo((byte) '#');
      return to.asSlice(1, length).toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
