package io.millrace.ipc.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.types.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offsets and indices: one wrong value anywhere is found, whatever it is. */
class RangeCheckTest {
  private static final List<Integer> SIZES = List.of(1, 2, 7, 8, 31, 32, 33, 100, 207);

  static Stream<Kind> indexKinds() {
    return Stream.of(Kind.values()).filter(Kind::isInteger);
  }

  private static void put(MemorySegment segment, int width, long at, long value) {
    for (int i = 0; i < width; i++) {
      segment.set(
          java.lang.foreign.ValueLayout.JAVA_BYTE, at * width + i, (byte) (value >> (8 * i)));
    }
  }

  @ParameterizedTest
  @MethodSource("indexKinds")
  void anIndexOutOfRangeIsFound(Kind kind) {
    int dictionary = 100;
    long[] wrong = {-1, dictionary, 120, Long.MIN_VALUE >> (64 - 8 * kind.width())};
    Random random = new Random(1);
    try (Arena arena = Arena.ofConfined()) {
      for (int size : SIZES) {
        MemorySegment indices = arena.allocate((long) size * kind.width());
        for (int i = 0; i < size; i++) {
          put(indices, kind.width(), i, i == 0 ? 99 : random.nextInt(dictionary));
        }
        assertThat(IndexCheck.allInRange(kind, indices.address(), size, dictionary)).isTrue();
        assertThat(IndexCheck.firstWrong(kind, indices.address(), size, dictionary, 0))
            .isEqualTo(-1);
        for (long value : wrong) {
          int at = random.nextInt(size);
          put(indices, kind.width(), at, value);
          assertThat(IndexCheck.allInRange(kind, indices.address(), size, dictionary)).isFalse();
          assertThat(IndexCheck.firstWrong(kind, indices.address(), size, dictionary, 0))
              .isEqualTo(at);
          put(indices, kind.width(), at, 0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void anOffsetThatFallsIsFound(int width) {
    long least = width == 4 ? Integer.MIN_VALUE : Long.MIN_VALUE;
    long most = width == 4 ? Integer.MAX_VALUE : Long.MAX_VALUE;
    try (Arena arena = Arena.ofConfined()) {
      for (int size : SIZES) {
        MemorySegment offsets = arena.allocate((size + 1L) * width);
        for (int i = 0; i <= size; i++) {
          put(offsets, width, i, i / 2);
        }
        put(offsets, width, size, most);
        assertThat(OffsetCheck.firstWrong(offsets.address(), size, width)).isEqualTo(-1);
        for (int at = 0; at <= size; at++) {
          for (long value : new long[] {-1, least}) {
            long right = OffsetCheck.get(offsets.address(), at, width);
            put(offsets, width, at, value);
            assertThat(OffsetCheck.firstWrong(offsets.address(), size, width)).isEqualTo(at);
            put(offsets, width, at, right);
          }
        }
        put(offsets, width, 0, most);
        if (size > 1) {
          assertThat(OffsetCheck.firstWrong(offsets.address(), size, width)).isEqualTo(1);
        }
      }
    }
  }
}
