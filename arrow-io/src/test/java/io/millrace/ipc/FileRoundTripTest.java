package io.millrace.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.read.IpcFileReader;
import io.millrace.ipc.read.IpcReader;
import io.millrace.ipc.read.IpcReaders;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.ipc.table.Batches;
import io.millrace.ipc.table.RandomValues;
import io.millrace.ipc.table.Roots;
import io.millrace.ipc.table.Stock;
import io.millrace.ipc.table.Table;
import io.millrace.ipc.write.IpcFileWriter;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Arrow Java writes we read, what we write it reads, value by value, for every supported type.
 */
class FileRoundTripTest {
  private final BufferAllocator allocator = new RootAllocator();

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  static Stream<Arguments> shapes() {
    return Stream.of(0, 1, 7, 8, 9, 63, 64, 65, 1000, 4098)
        .flatMap(
            rows ->
                Stream.of(0.0, 0.3, 1.0)
                    .flatMap(
                        nulls ->
                            Stream.of(true, false)
                                .map(stream -> Arguments.of(rows, nulls, stream))));
  }

  private static List<Table> tables(int rows, double nulls) {
    Random random = new Random(rows * 31L + (long) (nulls * 10));
    return Stream.of(rows, 3, rows)
        .map(n -> Table.random(random, RandomValues.allTypes(), n, nulls))
        .toList();
  }

  @ParameterizedTest(name = "rows={0} nulls={1} stream={2}")
  @MethodSource("shapes")
  void readsWhatArrowJavaWritesWithoutCopying(int rows, double nulls, boolean stream)
      throws IOException {
    List<Table> tables = tables(rows, nulls);
    Path path = folder.resolve("stock.arrow");
    Stock.write(path, stream, CodecType.NO_COMPRESSION, allocator, tables);
    assertThat(readAll(path, tables)).isZero();
  }

  private long readAll(Path path, List<Table> expected) throws IOException {
    try (IpcReader reader = IpcReaders.open(path, allocator, ReadOptions.DEFAULT)) {
      for (Table table : expected) {
        try (Batch batch = reader.next()) {
          table.assertSame(Batches.table(batch));
        }
      }
      assertThat(reader.next()).isNull();
      return reader.bytesCopied();
    }
  }

  @ParameterizedTest(name = "rows={0} nulls={1} stream={2}")
  @MethodSource("shapes")
  void writesWhatArrowJavaReads(int rows, double nulls, boolean stream) throws IOException {
    List<Table> tables = tables(rows, nulls);
    Path path = folder.resolve("ours.arrow");
    write(path, stream, tables, 0);
    List<Table> read = Stock.read(path, stream, allocator);
    assertThat(read).hasSameSizeAs(tables);
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).assertSame(read.get(i));
    }
    assertThat(readAll(path, tables)).isZero();
  }

  @ParameterizedTest(name = "offset={0}")
  @org.junit.jupiter.params.provider.ValueSource(ints = {1, 3, 8, 13, 64, 65})
  void writesSlices(int offset) throws IOException {
    Table whole = tables(200, 0.3).getFirst();
    for (boolean stream : new boolean[] {true, false}) {
      Path path = folder.resolve("slice" + stream);
      write(path, stream, List.of(whole), offset);
      List<Table> expected = List.of(whole.slice(offset, 100));
      expected.getFirst().assertSame(Stock.read(path, stream, allocator).getFirst());
      readAll(path, expected);
    }
  }

  /** Writes the tables, or of each 100 rows from {@code offset} on if that is not 0. */
  private void write(Path path, boolean stream, List<Table> tables, int offset) throws IOException {
    List<Batch> batches = new ArrayList<>();
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (Table table : tables) {
        try (VectorSchemaRoot root = Roots.root(table, allocator);
            Batch batch = ArrowBatches.of(root, null)) {
          batches.add(offset == 0 ? batch.retain() : batch.slice(offset, 100));
        }
      }
      WriteLayout layout = WriteLayout.of(tables.getFirst().schema(), batches);
      if (stream) {
        try (IpcStreamWriter writer = new IpcStreamWriter(channel, layout, allocator)) {
          for (Batch batch : batches) {
            writer.write(batch);
          }
          writer.finish();
        }
      } else {
        try (IpcFileWriter writer = new IpcFileWriter(channel, layout, allocator)) {
          for (Batch batch : batches) {
            writer.write(batch);
          }
          writer.finish();
          assertThat(channel.size()).isEqualTo(writer.position());
        }
      }
    } finally {
      batches.forEach(Batch::close);
    }
  }

  @ParameterizedTest(name = "{0} stream={1}")
  @MethodSource("codecs")
  void readsCompressedBodies(CodecType codec, boolean stream) throws IOException {
    List<Table> tables = tables(3000, 0.3);
    Path path = folder.resolve("packed.arrow");
    Stock.write(path, stream, codec, allocator, tables);
    assertThat(readAll(path, tables)).isPositive();
  }

  static Stream<Arguments> codecs() {
    return Stream.of(CodecType.ZSTD, CodecType.LZ4_FRAME)
        .flatMap(codec -> Stream.of(true, false).map(stream -> Arguments.of(codec, stream)));
  }

  @ParameterizedTest(name = "seed={0}")
  @org.junit.jupiter.params.provider.ValueSource(ints = {1, 2, 3})
  void aBatchOutlivesItsReaderAndComesInAnyOrder(int seed) throws IOException {
    Random random = new Random(seed);
    List<Table> tables = tables(50, 0.2);
    Path path = folder.resolve("random.arrow");
    Stock.write(path, false, CodecType.NO_COMPRESSION, allocator, tables);
    int index = random.nextInt(tables.size());
    Batch batch;
    try (IpcFileReader reader = IpcFileReader.open(path, allocator, ReadOptions.DEFAULT)) {
      batch = reader.read(index);
    }
    assertThat(allocator.getAllocatedMemory()).isPositive();
    try (batch) {
      tables.get(index).assertSame(Batches.table(batch));
    }
    assertThat(allocator.getAllocatedMemory()).isZero();
  }
}
