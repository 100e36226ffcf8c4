package io.millrace.ipc.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The check agrees with the JDK's decoder, which is another implementation of the same standard.
 */
class Utf8CheckTest {
  private static final String[] PIECES = {
    "a", "é", "水", "🌊", "plain ascii that is longer than one step of the check"
  };

  private static final int[] EDGES = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean passes(MemorySegment room, byte[] bytes) {
    MemorySegment.copy(bytes, 0, room, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return Utf8Check.firstWrong(room.address(), bytes.length) < 0;
  }

  @Test
  void agreesOnSequencesOfThreeBytes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(64);
      for (int i = 0; i < 1 << 16; i++) {
        for (int third : new int[] {0x7F, 0x80, 0xBF, 0xC0}) {
          requireAgreement(room, (byte) (i >> 8), (byte) i, (byte) third);
        }
      }
    }
  }

  @Test
  void agreesOnTheEdgesOfFourBytes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(64);
      for (int first = 0xEE; first <= 0xFF; first++) {
        for (int second : EDGES) {
          for (int third : EDGES) {
            for (int fourth : EDGES) {
              requireAgreement(room, (byte) first, (byte) second, (byte) third, (byte) fourth);
            }
          }
        }
      }
    }
  }

  private static void requireAgreement(MemorySegment room, byte... bytes) {
    if (passes(room, bytes) != decodes(bytes)) {
      throw new AssertionError(HexFormat.of().formatHex(bytes));
    }
  }

  @Test
  void agreesOnDamagedText() {
    Random random = new Random(5);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(2048);
      int wrong = 0;
      for (int i = 0; i < 20_000; i++) {
        StringBuilder text = new StringBuilder();
        for (int piece = random.nextInt(20); piece >= 0; piece--) {
          text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        boolean expected = decodes(bytes);
        wrong += expected ? 0 : 1;
        assertThat(passes(room, bytes)).as(text.toString()).isEqualTo(expected);
      }
      assertThat(wrong).isGreaterThan(1000);
    }
  }
}
