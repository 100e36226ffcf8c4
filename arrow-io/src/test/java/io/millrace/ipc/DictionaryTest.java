package io.millrace.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.ipc.read.IpcReader;
import io.millrace.ipc.read.IpcReaders;
import io.millrace.ipc.read.IpcStreamReader;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.ipc.table.Batches;
import io.millrace.ipc.table.Encoded;
import io.millrace.ipc.table.RandomValues;
import io.millrace.ipc.table.Stock;
import io.millrace.ipc.table.Table;
import io.millrace.ipc.write.IpcFileWriter;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Dictionary-encoded columns of every value type: read, written, replaced, extended. */
class DictionaryTest {
  private static final int MANY = 90;

  private final BufferAllocator allocator = new RootAllocator();
  private final List<Batch> batches = new ArrayList<>();

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("dictionaries.arrow");
  }

  @AfterEach
  void nothingIsLeft() {
    batches.forEach(Batch::close);
    allocator.close();
  }

  private static Table table(int seed, double nulls) {
    return Table.random(new Random(seed), RandomValues.allTypes(), MANY, nulls);
  }

  private Batch encoded(Table table, Kind indices, Encoded.Values known, int underNulls) {
    try (Encoded encoded = Encoded.of(table, indices, known, underNulls, allocator)) {
      Batch batch = ArrowBatches.of(encoded.root(), encoded.dictionaries());
      batches.add(batch);
      return batch;
    }
  }

  static Stream<Arguments> indexKinds() {
    return Stream.of(Kind.values())
        .filter(Kind::isInteger)
        .flatMap(kind -> Stream.of(true, false).map(stream -> Arguments.of(kind, stream)));
  }

  @ParameterizedTest(name = "{0} stream={1}")
  @MethodSource("indexKinds")
  void readsWhatArrowJavaWrites(Kind indices, boolean stream) throws IOException {
    Table table = table(1, 0.3);
    try (Encoded encoded = Encoded.of(table, indices, new Encoded.Values(), 0, allocator);
        OutputStream out = Files.newOutputStream(path);
        ArrowWriter writer =
            Stock.writer(
                encoded.root(),
                encoded.dictionaries(),
                Channels.newChannel(out),
                stream,
                CodecType.NO_COMPRESSION)) {
      writer.start();
      writer.writeBatch();
      writer.end();
    }
    assertThat(readAll(List.of(table))).isZero();
  }

  private long readAll(List<Table> expected) throws IOException {
    try (IpcReader reader = IpcReaders.open(path, allocator, ReadOptions.DEFAULT)) {
      for (Table table : expected) {
        try (Batch batch = reader.next()) {
          assertThat(batch.columns()).allMatch(column -> column.isDictionaryEncoded());
          table.assertSame(Batches.table(batch));
        }
      }
      assertThat(reader.next()).isNull();
      return reader.bytesCopied();
    }
  }

  private void writeFile(WriteLayout layout, Batch... written) throws IOException {
    try (FileChannel channel = channel();
        IpcFileWriter writer = new IpcFileWriter(channel, layout, allocator)) {
      for (Batch batch : written) {
        writer.write(batch);
      }
      writer.finish();
    }
  }

  private void writeStream(Batch... written) throws IOException {
    WriteLayout layout = WriteLayout.like(written[0]);
    try (FileChannel channel = channel();
        IpcStreamWriter writer = new IpcStreamWriter(channel, layout, allocator)) {
      for (Batch batch : written) {
        writer.write(batch);
      }
      writer.finish();
    }
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(
        path,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private void stockReads(boolean stream, Table... expected) throws IOException {
    List<Table> read = Stock.read(path, stream, allocator);
    assertThat(read).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      expected[i].assertSame(read.get(i));
    }
  }

  @ParameterizedTest(name = "{0} stream={1}")
  @MethodSource("indexKinds")
  void writesWhatArrowJavaReads(Kind indices, boolean stream) throws IOException {
    Table table = table(2, 0.3);
    Batch batch = encoded(table, indices, new Encoded.Values(), 0);
    Batch slice = batch.slice(5, 70);
    batches.add(slice);
    if (stream) {
      writeStream(batch, slice);
    } else {
      writeFile(WriteLayout.of(batch.schema(), List.of(batch, slice)), batch, slice);
    }
    stockReads(stream, table, table.slice(5, 70));
    assertThat(readAll(List.of(table, table.slice(5, 70)))).isZero();
  }

  @Test
  void aStreamReplacesDictionaries() throws IOException {
    Table a = table(3, 0.2);
    Table b = table(4, 0.2);
    writeStream(
        encoded(a, Kind.INT8, new Encoded.Values(), 0),
        encoded(b, Kind.INT8, new Encoded.Values(), 0));
    stockReads(true, a, b);
    assertThat(readAll(List.of(a, b))).isZero();
  }

  @Test
  void aBatchKeepsTheDictionaryOfItsTime() throws IOException {
    Table a = table(3, 0.2);
    Table b = table(4, 0.2);
    writeStream(
        encoded(a, Kind.INT32, new Encoded.Values(), 0),
        encoded(b, Kind.INT32, new Encoded.Values(), 0));
    try (IpcReader reader = IpcReaders.open(path, allocator, ReadOptions.DEFAULT);
        Batch first = reader.next();
        Batch second = reader.next()) {
      a.assertSame(Batches.table(first));
      b.assertSame(Batches.table(second));
    }
  }

  @Test
  void aStreamExtendsDictionaries() throws IOException {
    List<Table> tables = new ArrayList<>();
    List<Batch> written = new ArrayList<>();
    Encoded.Values values = new Encoded.Values();
    for (int i = 0; i < 20; i++) {
      tables.add(table(10 + i, 0.2));
      written.add(encoded(tables.getLast(), Kind.INT32, values, 0));
    }
    writeStream(written.toArray(Batch[]::new));
    stockReads(true, tables.toArray(Table[]::new));
    assertThat(readAll(tables)).isPositive();
    List<Batch> kept = new ArrayList<>();
    try (IpcReader reader = IpcReaders.open(path, allocator, ReadOptions.DEFAULT)) {
      tables.forEach(table -> kept.add(next(reader)));
    }
    for (int i = 0; i < kept.size(); i++) {
      try (Batch batch = kept.get(i)) {
        tables.get(i).assertSame(Batches.table(batch));
      }
    }
  }

  private static Batch next(IpcReader reader) {
    try {
      return reader.next();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFileHasOneDictionaryAColumn() throws IOException {
    Table a = table(3, 0.2);
    Table b = table(4, 0.2);
    Batch first = encoded(a, Kind.INT32, new Encoded.Values(), 0);
    Batch second = encoded(b, Kind.INT32, new Encoded.Values(), 0);
    assertThatThrownBy(() -> writeFile(WriteLayout.like(first), first, second))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("column=BOOL");
    writeFile(WriteLayout.of(first.schema(), List.of(first, second)), first, second);
    stockReads(false, a, b);
  }

  @Test
  void indicesUnderNullsMayBeAnything() throws IOException {
    Table table = table(5, 0.4);
    writeStream(encoded(table, Kind.INT8, new Encoded.Values(), -1));
    try (IpcReader reader = IpcReaders.open(path, allocator, ReadOptions.DEFAULT);
        Batch batch = reader.next()) {
      table.assertSame(Batches.table(batch));
      assertThat(reader.bytesCopied()).isPositive();
      for (int row = 0; row < MANY; row++) {
        assertThat((int) batch.column(0).data().getByte(row))
            .isBetween(0, batch.column(0).dictionary().length() - 1);
      }
    }
  }

  @Test
  void aColumnOfNullsNeedsNoValues() throws IOException {
    Table table = table(6, 1);
    writeStream(encoded(table, Kind.INT16, new Encoded.Values(), 0));
    stockReads(true, table);
    readAll(List.of(table));
  }

  @Test
  void aChannelIsReadOnce() throws IOException {
    Table a = table(3, 0.2);
    Table b = table(4, 0.2);
    writeStream(
        encoded(a, Kind.INT32, new Encoded.Values(), 0),
        encoded(b, Kind.INT32, new Encoded.Values(), 0));
    try (IpcStreamReader reader =
            IpcStreamReader.open(FileChannel.open(path), "peer", allocator, ReadOptions.DEFAULT);
        Batch first = reader.next();
        Batch second = reader.next()) {
      a.assertSame(Batches.table(first));
      b.assertSame(Batches.table(second));
      assertThat(reader.next()).isNull();
      assertThat(reader.bytesCopied()).isPositive().isLessThan(Files.size(path));
    }
  }
}
