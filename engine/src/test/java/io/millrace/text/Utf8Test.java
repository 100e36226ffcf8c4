package io.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.memory.Raw;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private static final byte[][] PIECES = {
    {'a'},
    {'\n'},
    "plain ascii text".getBytes(StandardCharsets.UTF_8),
    "é".getBytes(StandardCharsets.UTF_8),
    "漢".getBytes(StandardCharsets.UTF_8),
    "😀".getBytes(StandardCharsets.UTF_8),
    {(byte) 0x80},
    {(byte) 0xC0, (byte) 0x80},
    {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
    {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    {(byte) 0xE2, (byte) 0x82},
    {(byte) 0xF0, (byte) 0x9F},
    {(byte) 0xFF},
    {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
    {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0x80}
  };

  private static <T> T inMemory(byte[] bytes, LongFunction<T> use) {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(Math.max(1, bytes.length)).address();
      Raw.copy(bytes, 0, address, bytes.length);
      return use.apply(address);
    }
  }

  private static boolean isValid(byte[] bytes) {
    return inMemory(bytes, address -> Utf8.isValid(address, bytes.length));
  }

  private static boolean javaAccepts(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<byte[]> pieces() {
    return Arbitraries.of(PIECES).list().ofMaxSize(12).map(Utf8Test::join);
  }

  private static byte[] join(List<byte[]> pieces) {
    ByteBuffer joined = ByteBuffer.allocate(pieces.stream().mapToInt(piece -> piece.length).sum());
    pieces.forEach(joined::put);
    return joined.array();
  }

  @Property
  void agreesWithJavasDecoder(@ForAll("pieces") byte[] bytes) {
    assertThat(isValid(bytes)).isEqualTo(javaAccepts(bytes));
  }

  @Property
  void agreesOnRandomBytes(@ForAll byte[] bytes) {
    assertThat(isValid(bytes)).isEqualTo(javaAccepts(bytes));
  }

  @Property
  void theStateIsTheSameHoweverTextIsCut(@ForAll("pieces") byte[] bytes) {
    LongToIntFunction whole = address -> Utf8.check(Utf8.ACCEPT, address, bytes.length);
    inMemory(
        bytes,
        address -> {
          for (int cut = 0; cut <= bytes.length; cut++) {
            int first = Utf8.check(Utf8.ACCEPT, address, cut);
            assertThat(Utf8.check(first, address + cut, bytes.length - cut))
                .isEqualTo(whole.applyAsInt(address));
          }
          return null;
        });
  }

  @Test
  void everyCodePointIsAcceptedAndEverySurrogateIsNot() {
    byte[] bytes = new byte[4];
    inMemory(
        bytes,
        address -> {
          for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            int length = encode(point, bytes);
            Raw.copy(bytes, 0, address, length);
            boolean surrogate =
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            if (Utf8.isValid(address, length) == surrogate) {
              throw new AssertionError("point=" + Integer.toHexString(point));
            }
          }
          return null;
        });
  }

  /** Encodes by arithmetic alone, so that surrogates get bytes as well. */
  private static int encode(int point, byte[] to) {
    int length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
    if (length == 1) {
      to[0] = (byte) point;
      return 1;
    }
    for (int i = length - 1, rest = point; i > 0; i--, rest >>= 6) {
      to[i] = (byte) (0x80 | (rest & 0x3F));
    }
    to[0] = (byte) (((0xF00 >> length) & 0xFF) | (point >> (6 * (length - 1))));
    return length;
  }

  @Test
  void namesTheFirstByteThatCannotStandThere() {
    byte[] bytes = {'a', (byte) 0xE2, (byte) 0x82, 'b', (byte) 0xFF};
    long whole = inMemory(bytes, address -> Utf8.firstMalformed(Utf8.ACCEPT, address, 5));
    assertThat(whole).isEqualTo(3);
    long well = inMemory(bytes, address -> Utf8.firstMalformed(Utf8.ACCEPT, address, 3));
    assertThat(well).isEqualTo(3);
  }
}
