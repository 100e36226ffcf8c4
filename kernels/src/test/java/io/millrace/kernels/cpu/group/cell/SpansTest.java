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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpansTest {
  private static final int PAGE = 4096;

  /** A read of one byte past the first page faults: the file behind it was cut short. */
  @Test
  void shortTextsAtTheEndOfAPageAreReadWithoutLeavingIt(@TempDir Path folder) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel file =
            FileChannel.open(
                folder.resolve("pages"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      MemorySegment map = file.map(FileChannel.MapMode.READ_WRITE, 0, 2 * PAGE, arena);
      byte[] text = "abcdefgh".getBytes(StandardCharsets.US_ASCII);
      MemorySegment.copy(text, 0, map, ValueLayout.JAVA_BYTE, PAGE - text.length, text.length);
      file.truncate(PAGE);
      long end = map.address() + PAGE;
      for (int length = 1; length <= text.length; length++) {
        long[] words = new long[1];
        Spans.encode(new long[] {end - length}, new int[] {length}, 1, words);
        assertThat(words[0]).as("length %d", length).isEqualTo(littleEndian(text, length));
      }
    }
  }

  @Test
  void longTextsAreTheirAddressAndEmptyOnesReadNothing() {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(64).address();
      Raw.putLong(address, -1);
      long[] words = new long[3];
      Spans.encode(new long[] {address, 0, address}, new int[] {9, 0, 3}, 3, words);
      assertThat(words).containsExactly(address, 0, 0xFFFFFF);
    }
  }

  /** The last {@code length} bytes, the first of them lowest. */
  private static long littleEndian(byte[] text, int length) {
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (text[text.length - length + i] & 0xFFL) << (8 * i);
    }
    return word;
  }
}
