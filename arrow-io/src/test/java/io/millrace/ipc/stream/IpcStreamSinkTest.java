package io.millrace.ipc.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ipc.table.Logged;
import io.millrace.ipc.table.Roots;
import io.millrace.ipc.table.StockStreams;
import io.millrace.ipc.table.Table;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkStoppedException;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IpcStreamSinkTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final Table first = StockStreams.table(1, 40);
  private final Table second = StockStreams.table(2, 60);
  private final Table large = StockStreams.table(3, 20_000);
  private long batchId;
  private Sink sink;

  @TempDir Path folder;

  @AfterEach
  void everyByteCameBack() throws IOException {
    sink.close();
    allocator.close();
  }

  private UnixDomainSocketAddress socket() {
    return UnixDomainSocketAddress.of(folder.resolve("s"));
  }

  private void open(Endpoint to) throws IOException {
    sink = new IpcStreamTransport().sink(to, PeerLimits.DEFAULT, StreamFormat.PLAIN);
    sink.open(new SinkContext(first.schema(), allocator));
  }

  private void write(Table... tables) throws IOException {
    List<Batch> batches = new ArrayList<>();
    try {
      for (Table table : tables) {
        try (VectorSchemaRoot root = Roots.root(table, allocator)) {
          batches.add(ArrowBatches.of(root, null));
        }
      }
      sink.write(new Result(batchId++, 0, first.schema(), batches));
    } finally {
      batches.forEach(Batch::close);
    }
  }

  private FutureTask<Void> writing(Table... tables) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              write(tables);
              return null;
            });
    Thread.ofPlatform().start(task);
    return task;
  }

  /** More than the kernel keeps between two ends. */
  private Table[] more() {
    return Collections.nCopies(12, large).toArray(Table[]::new);
  }

  private ArrowStreamReader reader(SocketChannel channel) {
    return new ArrowStreamReader(channel, allocator);
  }

  @Test
  void aResultWaitsForAReaderAndGoesToAllThatAreThere() throws Exception {
    open(Endpoint.listen(socket().getPath()));
    FutureTask<Void> waiting = writing(first);
    try (ArrowStreamReader a = reader(SocketChannel.open(socket()))) {
      first.assertSame(StockStreams.next(a));
      waiting.get();
      try (ArrowStreamReader b = reader(SocketChannel.open(socket()))) {
        assertThat(b.getVectorSchemaRoot().getSchema()).isEqualTo(first.schema());
        write(second, first);
        second.assertSame(StockStreams.next(a));
        second.assertSame(StockStreams.next(b));
        first.assertSame(StockStreams.next(a));
        first.assertSame(StockStreams.next(b));
        sink.finish();
        sink.close();
        assertThat(StockStreams.next(a)).isNull();
        assertThat(StockStreams.next(b)).isNull();
        assertThat(folder.resolve("s")).doesNotExist();
      }
    }
  }

  @Test
  void aReaderThatLeavesIsReportedAndTheOtherGetsAll() throws Exception {
    open(Endpoint.listen(socket().getPath()));
    try (Logged log = new Logged("io.millrace.ipc");
        ArrowStreamReader stays = reader(SocketChannel.open(socket()))) {
      stays.getVectorSchemaRoot();
      ArrowStreamReader leaves = reader(SocketChannel.open(socket()));
      leaves.getVectorSchemaRoot();
      FutureTask<Void> writing = writing(large, second);
      assertThat(StockStreams.next(stays).rows()).isEqualTo(large.rows());
      leaves.close();
      second.assertSame(StockStreams.next(stays));
      writing.get();
      log.await("is gone");
    }
  }

  @Test
  void aResultWhoseOnlyReaderLeftGoesToTheNextWhole() throws Exception {
    open(Endpoint.listen(socket().getPath()));
    FutureTask<Void> writing;
    try (Logged log = new Logged("io.millrace.ipc")) {
      ArrowStreamReader leaves = reader(SocketChannel.open(socket()));
      writing = writing(more());
      assertThat(StockStreams.next(leaves).rows()).isEqualTo(large.rows());
      leaves.close();
      log.await("is gone");
    }
    try (ArrowStreamReader next = reader(SocketChannel.open(socket()))) {
      for (Table table : more()) {
        assertThat(StockStreams.next(next).rows()).isEqualTo(table.rows());
      }
      writing.get();
    }
  }

  @Test
  void stoppingEndsTheWaitForAReader() throws Exception {
    open(Endpoint.listen(socket().getPath()));
    FutureTask<Void> waiting = writing(first);
    sink.stopping(true);
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(SinkStoppedException.class);
  }

  @Test
  void stoppingAtOnceEndsTheWaitForASlowReader() throws Exception {
    open(Endpoint.listen(socket().getPath()));
    try (ArrowStreamReader slow = reader(SocketChannel.open(socket()))) {
      slow.getVectorSchemaRoot();
      FutureTask<Void> waiting = writing(more());
      sink.stopping(true);
      assertThat(waiting.isDone()).isFalse();
      sink.stopping(false);
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(SinkStoppedException.class);
    }
  }

  @Test
  void aPeerThatListensIsConnectedToAgainAndGetsTheResultInHandOnceMore() throws Exception {
    try (Logged log = new Logged("io.millrace.ipc");
        ServerSocketChannel server =
            ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(socket())) {
      open(Endpoint.connect(socket().getPath()));
      FutureTask<Void> writing = writing(more());
      try (ArrowStreamReader leaves = reader(server.accept())) {
        assertThat(StockStreams.next(leaves).rows()).isEqualTo(large.rows());
      }
      log.await("No connection; trying until there is one");
      try (ArrowStreamReader reader = reader(server.accept())) {
        for (Table table : more()) {
          assertThat(StockStreams.next(reader).rows()).isEqualTo(table.rows());
        }
        writing.get();
        write(second);
        second.assertSame(StockStreams.next(reader));
        sink.finish();
        assertThat(StockStreams.next(reader)).isNull();
      }
    }
  }

  @Test
  void stoppingEndsTheWaitForAPeerToConnectTo() throws Exception {
    open(Endpoint.connect(socket().getPath()));
    try (Logged log = new Logged("io.millrace.ipc")) {
      FutureTask<Void> waiting = writing(first);
      log.await("No connection");
      sink.stopping(true);
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(SinkStoppedException.class);
    }
  }

  @Test
  void anOutputThatWasNotFinishedHasNoEndMark() throws Exception {
    open(Endpoint.listen(socket().getPath()));
    Path copy = folder.resolve("copy");
    try (SocketChannel channel = SocketChannel.open(socket())) {
      write(first);
      sink.close();
      Files.copy(java.nio.channels.Channels.newInputStream(channel), copy);
    }
    byte[] bytes = Files.readAllBytes(copy);
    assertThat(java.util.Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length))
        .isNotEqualTo(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});
  }
}
