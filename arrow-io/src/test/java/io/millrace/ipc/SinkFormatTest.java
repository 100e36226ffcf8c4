package io.millrace.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.ipc.ring.RingTransport;
import io.millrace.ipc.stream.IpcStreamTransport;
import io.millrace.ipc.table.Batches;
import io.millrace.ipc.table.Encoded;
import io.millrace.ipc.table.RandomValues;
import io.millrace.ipc.table.Roots;
import io.millrace.ipc.table.Stock;
import io.millrace.ipc.table.Table;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.Kind;
import io.millrace.sink.Compression;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.source.Limit;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.time.Clock;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import io.millrace.transport.StreamTransport;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What sinks write if they are told to compress, or to keep columns dictionary-encoded. */
@Timeout(60)
class SinkFormatTest {
  private static final int ROWS = 100;

  private final BufferAllocator allocator = new RootAllocator();
  private final Encoded.Values known = new Encoded.Values();
  private final Table first = table(1);
  private final Table second = table(2);
  private final Table third = table(3);
  private final String[] names =
      first.fields().stream().map(field -> field.getName()).toArray(String[]::new);
  private final List<Batch> batches = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    batches.forEach(Batch::close);
    allocator.close();
  }

  private static Table table(int seed) {
    return Table.random(new Random(seed), RandomValues.allTypes(), ROWS, 0.2);
  }

  private Batch encoded(Table table, Kind indices) {
    try (Encoded encoded = Encoded.of(table, indices, known, 0, allocator)) {
      return kept(ArrowBatches.of(encoded.root(), encoded.dictionaries()));
    }
  }

  private Batch plain(Table table) {
    try (VectorSchemaRoot root = Roots.root(table, allocator)) {
      return kept(ArrowBatches.of(root, null));
    }
  }

  private Batch kept(Batch batch) {
    batches.add(batch);
    return batch;
  }

  /** A dictionary, one that grew, other indices, plain values, and cuts within a byte. */
  private List<Batch> mixed() {
    Batch grown = encoded(second, Kind.UINT8);
    return List.of(
        encoded(first, Kind.INT32),
        encoded(second, Kind.INT32),
        kept(grown.slice(13, 60)),
        kept(plain(third).slice(3, 90)),
        encoded(third, Kind.INT64));
  }

  private Table expected() {
    return first.plus(second).plus(second.slice(13, 60)).plus(third.slice(3, 90)).plus(third);
  }

  private static FutureTask<Void> writing(Sink sink, Result result) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              sink.write(result);
              return null;
            });
    Thread.ofPlatform().start(task);
    return task;
  }

  private Sink sink(StreamTransport transport, StreamFormat format) throws IOException {
    Sink sink = transport.sink(Endpoint.listen(folder.resolve("s")), PeerLimits.DEFAULT, format);
    sink.open(new SinkContext(first.schema(), allocator));
    return sink;
  }

  /** What a peer gets as it is sent, from the first byte to the last. */
  private Path sent(StreamFormat format, List<Batch> result) throws Exception {
    Path copy = Files.createTempFile(folder, "sent", ".arrows");
    try (Sink sink = sink(new IpcStreamTransport(), format);
        SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("s")))) {
      FutureTask<Void> writing = writing(sink, new Result(0, 0, first.schema(), result));
      FutureTask<Long> reading =
          new FutureTask<>(
              () ->
                  Files.copy(
                      Channels.newInputStream(peer), copy, StandardCopyOption.REPLACE_EXISTING));
      Thread.ofPlatform().start(reading);
      writing.get();
      sink.finish();
      sink.close();
      reading.get();
    }
    return copy;
  }

  @Test
  void aStreamKeepsDictionariesAndSendsWhatCameToThem() throws Exception {
    Path encoded = sent(StreamFormat.PLAIN.encoded(names), mixed());
    List<Table> read = Stock.read(encoded, true, allocator);
    assertThat(read).hasSize(5);
    assertThat(read.getFirst().fields()).allMatch(field -> field.getDictionary() != null);
    expected().assertSame(read.stream().reduce(Table::plus).orElseThrow());
  }

  @Test
  void aDictionaryThatStaysIsSentOnce() throws Exception {
    Batch batch = encoded(first, Kind.INT32);
    StreamFormat format = StreamFormat.PLAIN.encoded(names);
    long one = Files.size(sent(format, List.of(batch)));
    Path again = sent(format, List.of(batch, kept(batch.retain()), kept(batch.retain())));
    int indices = names.length * (ROWS * 4 + 128);
    assertThat(Files.size(again)).isLessThan(one + 2L * (indices + 8_192));
    assertThat(Stock.read(again, true, allocator)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aStreamIsCompressedIfItIsToldTo(Compression compression) throws Exception {
    Path copy = sent(StreamFormat.PLAIN.compressed(compression), List.of(plain(first)));
    first.assertSame(Stock.read(copy, true, allocator).getFirst());
    assertThat(marks(Files.readAllBytes(copy))).isEqualTo(compression);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void filesAreCompressedIfTheyAreToldTo(Compression compression) throws IOException {
    try (Sink sink = new IpcFormat().folderSink(folder, compression)) {
      sink.open(new SinkContext(first.schema(), allocator));
      sink.write(new Result(0, 0, first.schema(), List.of(plain(first))));
      assertThat(sink.bytesCopied() > 0).isEqualTo(compression != Compression.NONE);
    }
    Path file = folder.resolve("batch-0000000000.arrow");
    first.assertSame(Stock.read(file, false, allocator).getFirst());
    assertThat(marks(Files.readAllBytes(file))).isEqualTo(compression);
  }

  /** By the first bytes of a frame of either kind. */
  private static Compression marks(byte[] bytes) {
    for (int i = 0; i < bytes.length - 4; i++) {
      int word =
          (bytes[i] & 0xFF)
              | (bytes[i + 1] & 0xFF) << 8
              | (bytes[i + 2] & 0xFF) << 16
              | (bytes[i + 3] & 0xFF) << 24;
      if (word == 0x184D2204) {
        return Compression.LZ4_FRAME;
      }
      if (word == 0xFD2FB528) {
        return Compression.ZSTD;
      }
    }
    return Compression.NONE;
  }

  @Test
  void aRingKeepsDictionariesInEachSlot() throws Exception {
    StreamFormat format = StreamFormat.PLAIN.encoded(names);
    RingTransport ring = new RingTransport();
    try (Sink sink = sink(ring, format);
        Source source =
            ring.source(
                Endpoint.connect(folder.resolve("s")), first.schema(), PeerLimits.DEFAULT)) {
      source.open(new SourceContext(allocator, Clock.system()));
      FutureTask<Void> writing = writing(sink, new Result(0, 0, first.schema(), mixed()));
      Table read = null;
      while (read == null || read.rows() < expected().rows()) {
        try (Polled polled = source.poll(Limit.NONE)) {
          for (Batch batch : polled.batches()) {
            assertThat(batch.columns()).allMatch(column -> column.isDictionaryEncoded());
            Table next = Batches.table(batch);
            read = read == null ? next : read.plus(next);
          }
        }
      }
      writing.get();
      expected().assertSame(read);
    }
  }

  @Test
  void aColumnThatIsNotThereAndACompressedRingAreRefused() {
    StreamFormat wrong = StreamFormat.PLAIN.encoded("INT33");
    assertThatThrownBy(() -> sink(new IpcStreamTransport(), wrong).close())
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("column=INT33", "nearest=[INT32");
    StreamFormat compressed = StreamFormat.PLAIN.compressed(Compression.ZSTD);
    assertThatThrownBy(() -> sink(new RingTransport(), compressed))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("compression=ZSTD");
  }
}
