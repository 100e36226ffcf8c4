package io.millrace.ipc.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.ipc.table.Crafted;
import io.millrace.ipc.table.Crafted.Rows;
import io.millrace.kernels.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What only a file can get wrong: magics, footer, blocks; and files that end too early. */
class HostileFileTest {
  private static final Field LONGS = DataType.INT64.field("n");
  private static final Field ENCODED =
      new Field(
          "d",
          new FieldType(
              true,
              DataType.INT64.toArrow(),
              new DictionaryEncoding(7, false, new ArrowType.Int(64, true))),
          List.of());

  private final BufferAllocator allocator = new RootAllocator();

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  private static Crafted one() {
    return Crafted.fileStart().schema(LONGS).batch(Rows.ofLongs(1, 2, 3));
  }

  private static byte[] patched(byte[] file, int fromEnd, int word) {
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - fromEnd, word);
    return file;
  }

  private static byte[] patchedAt(byte[] file, int at, int word) {
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(at, word);
    return file;
  }

  static Stream<Arguments> malformed() {
    int batchAt = Crafted.fileStart().schema(LONGS).toBytes().length;
    Crafted dictionaries =
        Crafted.fileStart().schema(ENCODED).dictionary(7, false, Rows.ofLongs(1, 2));
    return Stream.of(
        Arguments.of("at least 8 bytes", new byte[0]),
        Arguments.of("at least 8 bytes", new byte[7]),
        Arguments.of("continuation word", new byte[100]),
        Arguments.of(
            "begins and ends with ARROW1",
            "ARROW1\0\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
        Arguments.of("begins and ends with ARROW1", patched(one().file(), 4, 0)),
        Arguments.of("footer must lie within", patched(one().file(), 10, 0x7ffffff0)),
        Arguments.of("footer must lie within", patched(one().file(), 10, -1)),
        Arguments.of("footer must lie within", patched(one().file(), 10, 0)),
        Arguments.of(
            "a flatbuffer|references lead|directory|their parts|versions V4",
            patched(one().file(), 10, 64)),
        Arguments.of("block must lie", one().block(0, 64, 0).file()),
        Arguments.of("block must lie", one().block(-8, 64, 0).file()),
        Arguments.of("block must lie", one().block(12, 64, 0).file()),
        Arguments.of("block must lie", one().block(16, 0, 0).file()),
        Arguments.of("block must lie", one().block(16, -64, 0).file()),
        Arguments.of("block must lie", one().block(16, 12, 0).file()),
        Arguments.of("block must lie", one().block(16, 64, -1).file()),
        Arguments.of("block must lie", one().block(16, 64, Long.MAX_VALUE).file()),
        Arguments.of("block must lie", one().block(Long.MAX_VALUE - 7, 64, 8).file()),
        Arguments.of("block must lie", one().block(16, Integer.MAX_VALUE - 7, 8).file()),
        Arguments.of("block must lie", one().block(1 << 20, 64, 8).file()),
        Arguments.of("must not overlap", one().block(batchAt, 64, 0).file()),
        Arguments.of("continuation word and the length", patchedAt(one().file(), batchAt, 0)),
        Arguments.of("continuation word and the length", patchedAt(one().file(), batchAt + 4, 8)),
        Arguments.of("message of its kind", one().block(8, batchAt - 8, 0).file()),
        Arguments.of(
            "each dictionary once", dictionaries.dictionary(7, false, Rows.ofLongs(1, 2)).file()));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("malformed")
  void isRefused(String rule, byte[] bytes) throws IOException {
    Path path = folder.resolve("hostile.arrow");
    Files.write(path, bytes);
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path.toString())
        .message()
        .containsPattern(rule);
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  private void read(Path path) throws IOException {
    try (IpcReader reader = IpcReaders.open(path, allocator, IpcLimitsForTest.OPTIONS)) {
      HostileStreamTest.readAll(reader);
    }
  }

  @Test
  void theCraftedFileIsRightOtherwise() throws IOException {
    Path path = folder.resolve("right.arrow");
    Files.write(path, one().file());
    read(path);
    Files.write(
        path,
        Crafted.fileStart()
            .schema(ENCODED)
            .dictionary(7, false, Rows.ofLongs(1, 2))
            .dictionary(7, true, Rows.ofLongs(3))
            .batch(Rows.ofLongs(0, 2))
            .file());
    read(path);
  }

  @Test
  void aFileThatEndsEarlyIsRefusedWhereverItEnds() throws IOException {
    byte[] whole = one().file();
    Path path = folder.resolve("short.arrow");
    for (int length = 0; length < whole.length; length++) {
      Files.write(path, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> read(path)).isInstanceOf(DataException.class);
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }
}
