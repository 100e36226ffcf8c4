package io.millrace.ipc.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * LZ4 frames made by hand: what each token means, and what is refused. The peers' own frames are
 * read in the round trips.
 */
class Lz4FrameTest {
  private static final int CAPACITY = 64;
  private static final byte CANARY = 0x5A;

  private static byte[] hex(String text) {
    return java.util.HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** A frame around blocks. */
  private static byte[] frame(byte... blocks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(hex("04224d18 40 40 c0"));
    out.writeBytes(blocks);
    out.writeBytes(new byte[4]);
    return out.toByteArray();
  }

  private static byte[] block(String tokens) {
    byte[] bytes = hex(tokens);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) bytes.length, (byte) (bytes.length >> 8), 0, 0});
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  /** The text, or null if the frame is refused; nothing outside the output may be written. */
  private static String decode(byte[] frame) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(Math.max(1, frame.length));
      MemorySegment.copy(frame, 0, in, ValueLayout.JAVA_BYTE, 0, frame.length);
      MemorySegment out = arena.allocate(3 * CAPACITY).fill(CANARY);
      long length = Lz4Frame.decode(in.address(), frame.length, out.address() + CAPACITY, CAPACITY);
      byte[] all = out.toArray(ValueLayout.JAVA_BYTE);
      for (int i = 0; i < CAPACITY; i++) {
        assertThat(all[i]).isEqualTo(CANARY);
        assertThat(all[2 * CAPACITY + i]).isEqualTo(CANARY);
      }
      return length < 0
          ? null
          : new String(
              Arrays.copyOfRange(all, CAPACITY, CAPACITY + (int) length),
              java.nio.charset.StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "30 616263, abc",
    "35 616263 0300 10 64, abcabcabcabcd",
    "14 61 0100 10 62, aaaaaaaaab",
    "2f 6162 0200 00 10 63, ababababababababababac",
    "f001 61626364656667686970717273747576, abcdefghipqrstuv",
  })
  void tokensMeanLiteralsAndMatches(String tokens, String text) {
    assertThat(decode(frame(block(tokens)))).isEqualTo(text);
  }

  @Test
  void aBlockRefersBackToAnEarlierOne() {
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    blocks.writeBytes(block("50 6162636465"));
    blocks.writeBytes(hex("02000080 7879"));
    blocks.writeBytes(block("01 0700 10 7a"));
    assertThat(decode(frame(blocks.toByteArray()))).isEqualTo("abcdexyabcdez");
  }

  @ParameterizedTest
  @CsvSource({
    "40 616263",
    "30 61626364",
    "35 616263 0400 10 64",
    "35 616263 0000 10 64",
    "30 616263 03",
    "05 0100 10 61",
    "f0",
    "f0 ff",
    "1f 61 0100 ff",
    "1f 61 0100 ffffff00 10 62",
    "f0 ff ff 00 61",
    "15 61 0100",
    "14 61 ffff 10 62",
  })
  void malformedBlocksAreRefused(String tokens) {
    assertThat(decode(frame(block(tokens)))).isNull();
  }

  @Test
  void malformedFramesAreRefused() {
    byte[] right = frame(block("30 616263"));
    for (int length = 0; length < right.length; length++) {
      assertThat(decode(Arrays.copyOf(right, length))).as("length %d", length).isNull();
    }
    assertThat(decode(Arrays.copyOf(right, right.length + 1))).isNull();
    for (int at : new int[] {0, 1, 2, 3}) {
      byte[] wrong = right.clone();
      wrong[at] ^= 1;
      assertThat(decode(wrong)).isNull();
    }
    byte[] longer = frame(hex("41000080 " + "61".repeat(65)));
    assertThat(decode(longer)).isNull();
  }

  @Test
  void noiseWritesNothingOutside() {
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      byte[] noise = new byte[4 + random.nextInt(40)];
      random.nextBytes(noise);
      noise[0] = (byte) (noise.length - 4);
      noise[1] = 0;
      noise[2] = 0;
      noise[3] = 0;
      noise[4 % noise.length] &= (byte) 0x7F;
      decode(frame(noise));
    }
  }
}
