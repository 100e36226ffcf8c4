package io.millrace.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.error.UserException;
import io.millrace.ipc.table.Batches;
import io.millrace.ipc.table.RandomValues;
import io.millrace.ipc.table.Roots;
import io.millrace.ipc.table.Stock;
import io.millrace.ipc.table.Table;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.DataType;
import io.millrace.sink.Compression;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.source.FileFormat;
import io.millrace.source.Limit;
import io.millrace.source.Offset;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of IPC files as source and sink. */
class IpcFilesTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final FileFormat format =
      ServiceLoader.load(FileFormat.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(f -> f.name().equals("ipc"))
          .findFirst()
          .orElseThrow();

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  private static Table table(int seed, int rows) {
    return Table.random(new Random(seed), RandomValues.allTypes(), rows, 0.2);
  }

  private void publish(String name, long millis, Table... tables) throws IOException {
    Path aside = folder.resolve("." + name);
    Stock.write(aside, false, CodecType.NO_COMPRESSION, allocator, List.of(tables));
    Files.setLastModifiedTime(aside, FileTime.fromMillis(millis));
    Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private Source open(Schema schema) {
    Source source = format.folderSource(folder, schema);
    source.open(new SourceContext(allocator, new ManualClock(0)));
    return source;
  }

  private static Table rows(Polled polled) {
    return polled.batches().stream().map(Batches::table).reduce(Table::plus).orElseThrow();
  }

  @Test
  void filesComeOnceByTimeThenName() throws IOException {
    Table a = table(1, 10);
    Table b = table(2, 20);
    Table c = table(3, 30);
    publish("b.arrow", 2000, c);
    publish("z.arrow", 1000, b);
    publish("y.arrow", 1000, a);
    try (Source source = open(null)) {
      try (Polled polled = source.poll(Limit.NONE)) {
        a.plus(b).plus(c).assertSame(rows(polled));
        assertThat(polled.bytesCopied()).isZero();
        assertThat(polled.more()).isFalse();
        assertThat(polled.to().text())
            .isEqualTo("file=b.arrow, modified=1970-01-01T00:00:02Z, batch=1, row=0");
        source.commit(polled.to());
      }
      assertThat(source.poll(Limit.NONE).batches()).isEmpty();
      publish("a.arrow", 500, a);
      try (Polled polled = source.poll(Limit.NONE)) {
        a.assertSame(rows(polled));
      }
    }
  }

  @Test
  void aLimitCutsBatches() throws IOException {
    Table first = table(1, 10);
    Table second = table(2, 7);
    publish("a.arrow", 1000, first, second);
    publish("b.arrow", 2000, table(3, 0), first);
    Table expected = first.plus(second).plus(first);
    List<String> offsets = new ArrayList<>();
    try (Source source = open(null)) {
      Table all = null;
      for (int i = 0; i < 7; i++) {
        try (Polled polled = source.poll(new Limit(4, Long.MAX_VALUE))) {
          assertThat(polled.rows()).isEqualTo(i < 6 ? 4 : 3);
          assertThat(polled.more()).isEqualTo(i < 6);
          assertThat(polled.bytesCopied()).isZero();
          offsets.add(polled.to().text());
          all = all == null ? rows(polled) : all.plus(rows(polled));
        }
      }
      expected.assertSame(all);
    }
    assertThat(offsets)
        .startsWith(
            "file=a.arrow, modified=1970-01-01T00:00:01Z, batch=0, row=4",
            "file=a.arrow, modified=1970-01-01T00:00:01Z, batch=0, row=8",
            "file=a.arrow, modified=1970-01-01T00:00:01Z, batch=1, row=2");
  }

  /** Wherever a run ends, the next one goes on with the row after it. */
  @Test
  void anotherRunGoesOnAtAnyOffset() throws IOException {
    Table one = table(1, 5);
    Table two = table(2, 3);
    publish("b.arrow", 1000, one, table(3, 0), two);
    publish("a.arrow", 2000, two);
    Table all = one.plus(two).plus(two);
    for (int rows = 1; rows < all.rows(); rows++) {
      Offset end;
      try (Source source = open(null);
          Polled first = source.poll(new Limit(rows, Long.MAX_VALUE))) {
        end = first.to();
      }
      try (Source source = open(null)) {
        source.seek(end);
        try (Polled rest = source.poll(Limit.NONE)) {
          assertThat(rest.from()).isEqualTo(end);
          all.slice(rows, all.rows() - rows).assertSame(rows(rest));
        }
      }
    }
  }

  @Test
  void anotherRunTakesWhatCameMeanwhile() throws IOException {
    Table table = table(1, 5);
    publish("a.arrow", 1000, table);
    Offset end;
    try (Source source = open(null);
        Polled first = source.poll(Limit.NONE)) {
      end = first.to();
    }
    try (Source source = open(table.schema())) {
      source.seek(end);
      assertThat(source.poll(Limit.NONE).batches()).isEmpty();
      publish("b.arrow", 500, table(2, 2));
      try (Polled later = source.poll(Limit.NONE)) {
        assertThat(later.rows()).isEqualTo(2);
      }
    }
    try (Source source = open(table.schema())) {
      assertThatThrownBy(() -> source.seek(new Offset("file=a.arrow, batch=1, row=0")))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("modified=");
    }
  }

  @Test
  void aLimitOfBytesGivesAtLeastARow() throws IOException {
    publish("a.arrow", 1000, table(1, 10));
    try (Source source = open(null);
        Polled polled = source.poll(new Limit(1000, 1))) {
      assertThat(polled.rows()).isEqualTo(1);
    }
  }

  @Test
  void aMapGoesWithTheLastBatchOnIt() throws IOException {
    publish("a.arrow", 1000, table(1, 10), table(2, 10));
    try (Source source = open(null)) {
      Polled polled = source.poll(Limit.NONE);
      long mapped = Files.size(folder.resolve("a.arrow"));
      assertThat(allocator.getAllocatedMemory()).isEqualTo(mapped);
      polled.batches().getFirst().close();
      assertThat(allocator.getAllocatedMemory()).isEqualTo(mapped);
      polled.batches().getLast().close();
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void otherColumnsAreRefusedByName() throws IOException {
    publish("a.arrow", 1000, table(1, 3));
    Schema schema = new Schema(List.of(DataType.INT64.field("id")));
    try (Source source = open(schema)) {
      assertThatThrownBy(() -> source.poll(Limit.NONE))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("a.arrow")
          .hasMessageContaining("column 0: expected=id int64, found=BOOL bool");
    }
  }

  @Test
  void aFailureReleasesWhatThePollHad() throws IOException {
    publish("a.arrow", 1000, table(1, 30));
    Path bad = folder.resolve("b.arrow");
    Files.write(bad, new byte[100]);
    try (Source source = open(null)) {
      assertThatThrownBy(() -> source.poll(Limit.NONE))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(bad.toString());
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void anEmptyFolderNeedsItsSchema() {
    assertThatThrownBy(() -> format.folderSource(folder, null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aFolderThatVanishesIsEmptyMeanwhile() throws IOException {
    publish("a.arrow", 1000, table(1, 5));
    try (Source source = open(null)) {
      Path away = folder.resolveSibling(folder.getFileName() + "-away");
      Files.move(folder, away);
      assertThat(source.poll(Limit.NONE).batches()).isEmpty();
      Files.move(away, folder);
      try (Polled polled = source.poll(Limit.NONE)) {
        assertThat(polled.rows()).isEqualTo(5);
      }
    }
  }

  @Test
  void resultsAreWrittenAsideAndReplaceThemselves() throws IOException {
    Path out = folder.resolve("out");
    Table a = table(1, 100);
    Table b = table(2, 9);
    try (Sink sink = format.folderSink(out, Compression.NONE)) {
      sink.open(new SinkContext(a.schema(), allocator));
      write(sink, 0, a);
      write(sink, 0, a, b);
      write(sink, 1);
      write(sink, 2, b);
      write(sink, 2, table(1, 0));
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(path -> path.getFileName().toString()).sorted())
          .containsExactly("batch-0000000000.arrow");
    }
    List<Table> read = Stock.read(out.resolve("batch-0000000000.arrow"), false, allocator);
    a.plus(b).assertSame(read.stream().reduce(Table::plus).orElseThrow());
  }

  @Test
  void aResultThatCannotBeWrittenNamesItsFile() throws IOException {
    Path out = folder.resolve("out");
    Table a = table(1, 100);
    try (Sink sink = format.folderSink(out, Compression.NONE)) {
      sink.open(new SinkContext(a.schema(), allocator));
      Files.delete(out);
      assertThatThrownBy(() -> write(sink, 0, a))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(
              "A file must be written whole", "batch-0000000000.arrow", "bytesWritten=0");
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  private void write(Sink sink, long id, Table... tables) throws IOException {
    List<Batch> batches = new ArrayList<>();
    try {
      for (Table table : tables) {
        try (VectorSchemaRoot root = Roots.root(table, allocator)) {
          batches.add(ArrowBatches.of(root, null));
        }
      }
      sink.write(new Result(id, 0, table(1, 0).schema(), batches));
    } finally {
      batches.forEach(Batch::close);
    }
  }
}
