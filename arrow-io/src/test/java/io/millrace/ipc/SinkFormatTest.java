package io.millrace.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.ipc.ring.RingTransport;
import io.millrace.ipc.stream.IpcStreamTransport;
import io.millrace.ipc.table.Batches;
import io.millrace.ipc.table.MixedBatches;
import io.millrace.ipc.table.SentStream;
import io.millrace.ipc.table.Stock;
import io.millrace.ipc.table.Table;
import io.millrace.kernels.batch.Batch;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What sinks write if they are told to compress, or to keep columns dictionary-encoded. */
@Timeout(60)
class SinkFormatTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final MixedBatches mixed = new MixedBatches(allocator);

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    mixed.close();
    allocator.close();
  }

  private Sink sink(StreamTransport transport, StreamFormat format) throws IOException {
    Sink sink = transport.sink(Endpoint.listen(folder.resolve("s")), PeerLimits.DEFAULT, format);
    sink.open(new SinkContext(mixed.schema(), allocator));
    return sink;
  }

  private Path sent(StreamFormat format, List<Batch> batches) throws Exception {
    return SentStream.sent(folder, format, mixed.schema(), batches, allocator);
  }

  @Test
  void aStreamKeepsDictionariesAndSendsWhatCameToThem() throws Exception {
    Path encoded = sent(StreamFormat.PLAIN.encoded(mixed.names()), mixed.all());
    List<Table> read = Stock.read(encoded, true, allocator);
    assertThat(read).hasSize(5);
    assertThat(read.getFirst().fields()).allMatch(field -> field.getDictionary() != null);
    mixed.expected().assertSame(read.stream().reduce(Table::plus).orElseThrow());
  }

  @Test
  void aDictionaryThatStaysIsSentOnce() throws Exception {
    Batch batch = mixed.firstEncoded();
    StreamFormat format = StreamFormat.PLAIN.encoded(mixed.names());
    long one = Files.size(sent(format, List.of(batch)));
    Path again =
        sent(format, List.of(batch, mixed.kept(batch.retain()), mixed.kept(batch.retain())));
    int indices = mixed.names().length * (mixed.first().rows() * 4 + 128);
    assertThat(Files.size(again)).isLessThan(one + 2L * (indices + 8_192));
    assertThat(Stock.read(again, true, allocator)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aStreamIsCompressedIfItIsToldTo(Compression compression) throws Exception {
    Path copy = sent(StreamFormat.PLAIN.compressed(compression), List.of(mixed.firstPlain()));
    mixed.first().assertSame(Stock.read(copy, true, allocator).getFirst());
    assertThat(marks(Files.readAllBytes(copy))).isEqualTo(compression);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void filesAreCompressedIfTheyAreToldTo(Compression compression) throws IOException {
    try (Sink sink = new IpcFormat().folderSink(folder, compression)) {
      sink.open(new SinkContext(mixed.schema(), allocator));
      sink.write(new Result(0, 0, mixed.schema(), List.of(mixed.firstPlain())));
      assertThat(sink.bytesCopied() > 0).isEqualTo(compression != Compression.NONE);
    }
    Path file = folder.resolve("batch-0000000000.arrow");
    mixed.first().assertSame(Stock.read(file, false, allocator).getFirst());
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
    StreamFormat format = StreamFormat.PLAIN.encoded(mixed.names());
    RingTransport ring = new RingTransport();
    try (Sink sink = sink(ring, format);
        Source source =
            ring.source(
                Endpoint.connect(folder.resolve("s")), mixed.schema(), PeerLimits.DEFAULT)) {
      source.open(new SourceContext(allocator, Clock.system()));
      FutureTask<Void> writing =
          SentStream.writing(sink, new Result(0, 0, mixed.schema(), mixed.all()));
      Table read = null;
      while (read == null || read.rows() < mixed.expected().rows()) {
        try (Polled polled = source.poll(Limit.NONE)) {
          for (Batch batch : polled.batches()) {
            assertThat(batch.columns()).allMatch(column -> column.isDictionaryEncoded());
            Table next = Batches.table(batch);
            read = read == null ? next : read.plus(next);
          }
        }
      }
      writing.get();
      mixed.expected().assertSame(read);
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
