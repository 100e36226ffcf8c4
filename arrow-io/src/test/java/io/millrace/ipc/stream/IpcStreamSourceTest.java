package io.millrace.ipc.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.error.UserException;
import io.millrace.ipc.peer.PeerSource;
import io.millrace.ipc.table.Batches;
import io.millrace.ipc.table.Logged;
import io.millrace.ipc.table.StockStreams;
import io.millrace.ipc.table.Table;
import io.millrace.source.Limit;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.time.Clock;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IpcStreamSourceTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final IpcStreamTransport transport = new IpcStreamTransport();
  private final Table first = StockStreams.table(1, 40);
  private final Table second = StockStreams.table(2, 60);
  private final Schema schema = first.schema();
  private Source source;

  @TempDir Path folder;

  /** Lets nobody wait. */
  private record Impatient() implements Clock {
    @Override
    public long millis() {
      return 0;
    }

    @Override
    public void awaitMillis(long time) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  @AfterEach
  void everyByteCameBack() {
    if (source != null) {
      source.close();
    }
    allocator.close();
  }

  private Path socket() {
    return folder.resolve("s");
  }

  private void open(Endpoint from, Schema columns, PeerLimits limits) {
    source = transport.source(from, columns, limits);
    source.open(new SourceContext(allocator, new Impatient()));
  }

  private void listen() {
    open(Endpoint.listen(socket()), schema, PeerLimits.DEFAULT);
  }

  private SocketChannel peer() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
  }

  private static void send(SocketChannel peer, byte[] bytes, int from, int to) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes, from, to - from);
    while (rest.hasRemaining()) {
      peer.write(rest);
    }
  }

  private static void send(SocketChannel peer, byte[] bytes) throws IOException {
    send(peer, bytes, 0, bytes.length);
  }

  /** Polls until there are so many rows. */
  private Table rows(int count) {
    return rows(count, Limit.NONE);
  }

  private Table rows(int count, Limit limit) {
    List<Table> tables = new ArrayList<>();
    int rows = 0;
    while (rows < count) {
      try (Polled polled = source.poll(limit)) {
        polled.batches().forEach(batch -> tables.add(Batches.table(batch)));
        rows += (int) polled.rows();
      }
      Thread.onSpinWait();
    }
    return StockStreams.joined(tables);
  }

  @Test
  void aPeerOverTcpIsRead() throws IOException {
    source = transport.source(Endpoint.listen(0), schema, PeerLimits.DEFAULT);
    source.open(new SourceContext(allocator, new Impatient()));
    int port = Integer.parseInt(source.name().replaceAll(".*:(\\d+)\\)", "$1"));
    assertThat(source.name()).matches("ipcStream\\(listen (localhost|127.0.0.1):" + port + "\\)");
    try (SocketChannel peer = SocketChannel.open(new InetSocketAddress("localhost", port))) {
      send(peer, StockStreams.stream(first, second));
      first.plus(second).assertSame(rows(100));
    }
  }

  @Test
  void rowsOfSeveralPeersComeMessageByMessage() throws IOException {
    listen();
    byte[] one = StockStreams.stream(first, second);
    byte[] other = StockStreams.stream(second, first);
    int cut = StockStreams.stream(first).length - 8;
    int otherCut = StockStreams.stream(second).length - 8;
    try (SocketChannel a = peer();
        SocketChannel b = peer()) {
      send(a, one, 0, cut);
      first.assertSame(rows(40));
      send(b, other, 0, otherCut);
      second.assertSame(rows(60));
      send(b, other, otherCut, other.length);
      first.assertSame(rows(40));
      send(a, one, cut, one.length);
      second.assertSame(rows(60));
    }
  }

  @Test
  void aPeerThatGoesAwayInTheMiddleIsReportedAndOthersGoOn() throws Exception {
    listen();
    byte[] whole = StockStreams.stream(first, second);
    try (Logged log = new Logged("io.millrace.ipc")) {
      try (SocketChannel gone = peer()) {
        send(gone, whole, 0, whole.length - 100);
        first.assertSame(rows(40));
      }
      String line = log.await("A peer is gone", "went away within a message");
      assertThat(line).contains("peer=" + socket() + " peer 1", "missing=");
    }
    try (SocketChannel next = peer()) {
      send(next, whole);
      first.plus(second).assertSame(rows(100));
    }
  }

  @Test
  void aPeerThatSendsWhatItMustNotIsDroppedAndOthersGoOn() throws Exception {
    listen();
    Table others = new Table(schema.getFields().subList(0, 2), first.columns().subList(0, 2), 40);
    byte[] damaged = StockStreams.stream(first, second);
    int body = StockStreams.stream(first).length + 2_000;
    Arrays.fill(damaged, body, body + 2_000, (byte) -1);
    try (Logged log = new Logged("io.millrace.ipc");
        SocketChannel wrong = peer();
        SocketChannel garbage = peer();
        SocketChannel broken = peer();
        SocketChannel good = peer()) {
      send(wrong, StockStreams.stream(others));
      log.await("dropped", "All peers of a stream send the same columns", "found=2");
      send(garbage, "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      log.await("dropped", "continuation word");
      send(broken, damaged);
      log.await("dropped", "peer 3");
      first.assertSame(rows(40));
      send(good, StockStreams.stream(second));
      second.assertSame(rows(60));
    }
  }

  @Test
  void aMessageBeyondTheLimitIsRefusedBeforeItIsReceived() throws Exception {
    Table large = StockStreams.table(3, 5_000);
    open(Endpoint.listen(socket()), schema, new PeerLimits(100_000, 1 << 20, 4));
    try (Logged log = new Logged("io.millrace.ipc");
        SocketChannel peer = peer()) {
      byte[] bytes = StockStreams.stream(first, large);
      send(peer, bytes, 0, bytes.length / 10);
      log.await("dropped", "limit of memory", "limit=100000");
      first.assertSame(rows(40));
    }
  }

  @Test
  void moreThanTheAllowedPeersAreTurnedAway() throws Exception {
    open(Endpoint.listen(socket()), schema, new PeerLimits(1 << 20, 1 << 20, 1));
    try (Logged log = new Logged("io.millrace.ipc");
        SocketChannel good = peer();
        SocketChannel late = peer()) {
      log.await("turned away", "peers=1");
      assertThat(late.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      send(good, StockStreams.stream(first));
      first.assertSame(rows(40));
    }
  }

  @Test
  void aSourceThatIsNotPolledMakesItsSenderWait() throws Exception {
    long waiting = 64 << 10;
    open(Endpoint.listen(socket()), schema, new PeerLimits(1 << 20, waiting, 1));
    Table[] tables = new Table[400];
    Arrays.setAll(tables, i -> i % 2 == 0 ? first : second);
    byte[] bytes = StockStreams.stream(tables);
    CountDownLatch sent = new CountDownLatch(1);
    try (SocketChannel peer = peer()) {
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      send(peer, bytes);
                      sent.countDown();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      rows(40, new Limit(1, Long.MAX_VALUE));
      assertThat(sent.getCount()).isEqualTo(1);
      assertThat(allocator.getPeakMemoryAllocation()).isLessThan(waiting * 4);
      rows(400 / 2 * 100 - 40);
      sent.await();
      sender.join();
    }
  }

  @Test
  void bytesAreCountedOnceEach() throws IOException {
    listen();
    byte[] stream = StockStreams.stream(first);
    try (SocketChannel peer = peer()) {
      send(peer, stream);
      long copied = 0;
      while (copied == 0) {
        try (Polled polled = source.poll(Limit.NONE)) {
          copied = polled.bytesCopied();
        }
      }
      assertThat(copied).isBetween(stream.length / 2L, (long) stream.length);
    }
  }

  @Test
  void limitsCutBatchesAndOffsetsCountRows() throws IOException {
    listen();
    try (SocketChannel peer = peer()) {
      send(peer, StockStreams.stream(first));
      first.slice(0, 7).assertSame(rows(1, new Limit(7, Long.MAX_VALUE)));
      try (Polled polled = source.poll(new Limit(30, Long.MAX_VALUE))) {
        assertThat(polled.from().text()).isEqualTo("rows=7");
        assertThat(polled.to().text()).isEqualTo("rows=37");
        assertThat(polled.more()).isTrue();
      }
      first.slice(37, 3).assertSame(rows(3));
      assertThat(source.isExhausted()).isFalse();
    }
  }

  @Test
  void aUnixSocketIsForItsOwnerAndGoesWithTheSource() throws IOException {
    listen();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo("rw-------");
    assertThatThrownBy(
            () -> transport.source(Endpoint.listen(socket()), schema, PeerLimits.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("somebody listens there");
    source.close();
    source = null;
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aLeftOverSocketIsReplacedAndAnythingElseIsNot() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket()));
    }
    listen();
    try (SocketChannel peer = peer()) {
      send(peer, StockStreams.stream(first));
      first.assertSame(rows(40));
    }
    Path file = Files.createFile(folder.resolve("f"));
    assertThatThrownBy(() -> transport.source(Endpoint.listen(file), schema, PeerLimits.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("something else");
    assertThat(file).exists();
  }

  @Test
  void theFirstPeerToldTheColumns() throws Exception {
    Thread producer =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!Files.exists(socket())) {
                    Thread.onSpinWait();
                  }
                  try (SocketChannel peer = peer()) {
                    send(peer, StockStreams.stream(first, second));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    open(Endpoint.listen(socket()), null, PeerLimits.DEFAULT);
    assertThat(source.schema()).isEqualTo(schema);
    first.plus(second).assertSame(rows(100));
    producer.join();
  }

  @Test
  void peersThatCannotTellTheColumnsLeaveThatToTheNext() throws Exception {
    Thread peers =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!Files.exists(socket())) {
                    Thread.onSpinWait();
                  }
                  try {
                    peer().close();
                    try (SocketChannel wrong = peer()) {
                      send(wrong, "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
                    }
                    try (SocketChannel right = peer()) {
                      send(right, StockStreams.stream(first));
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    try (Logged log = new Logged("io.millrace.ipc")) {
      open(Endpoint.listen(socket()), null, PeerLimits.DEFAULT);
      assertThat(source.schema()).isEqualTo(schema);
      log.await("A peer was dropped", "peer 1");
      log.await("A peer was dropped", "peer 2", "continuation word");
    }
    first.assertSame(rows(40));
    peers.join();
  }

  @Test
  void aSourceThatNeverOpensGivesItsPeerUp() throws IOException {
    try (ServerSocketChannel server = server()) {
      Thread.ofVirtual().start(() -> serve(server, StockStreams::stream, first));
      source = transport.source(Endpoint.connect(socket()), null, PeerLimits.DEFAULT);
      assertThat(source.schema()).isEqualTo(schema);
    }
  }

  private ServerSocketChannel server() throws IOException {
    SocketAddress address = UnixDomainSocketAddress.of(socket());
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
  }

  private interface Encoding {
    byte[] of(Table... tables) throws IOException;
  }

  private static void serve(ServerSocketChannel server, Encoding encoding, Table... tables) {
    try (SocketChannel peer = server.accept()) {
      send(peer, encoding.of(tables));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLostConnectionIsMadeAgain() throws Exception {
    try (Logged log = new Logged("io.millrace.ipc");
        ServerSocketChannel server = server()) {
      open(Endpoint.connect(socket()), schema, PeerLimits.DEFAULT);
      serve(server, StockStreams::stream, first);
      first.assertSame(rows(40));
      log.await("No connection", "ended by the peer");
      serve(server, tables -> Arrays.copyOf(StockStreams.stream(tables), 9_000), second, first);
      log.await("No connection", "went away within a message");
      serve(server, StockStreams::stream, second);
      second.assertSame(rows(60));
    }
  }

  @Test
  void nobodyToConnectToIsNoFailureOnceTheColumnsAreKnown() throws Exception {
    try (Logged log = new Logged("io.millrace.ipc")) {
      open(Endpoint.connect(socket()), schema, PeerLimits.DEFAULT);
      log.await("No connection");
      assertThat(source.poll(Limit.NONE).batches()).isEmpty();
    }
    try (ServerSocketChannel server = server()) {
      serve(server, StockStreams::stream, first);
      first.assertSame(rows(40));
    }
    assertThatThrownBy(
            () ->
                transport.source(
                    Endpoint.connect(folder.resolve("none")), null, PeerLimits.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Start the peer first");
  }

  @Test
  void whatAServerSendsWronglyFailsTheQuery() throws Exception {
    try (ServerSocketChannel server = server()) {
      open(Endpoint.connect(socket()), schema, PeerLimits.DEFAULT);
      serve(server, tables -> new byte[64], first);
      assertThatThrownBy(() -> rows(1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("continuation word");
    }
  }

  private void openPipe(byte[] bytes) {
    source =
        PeerSource.over(
            new StreamInput(
                Channels.newChannel(new ByteArrayInputStream(bytes)), "pipe", PeerLimits.DEFAULT),
            "pipe",
            "ipcStream",
            null,
            PeerLimits.DEFAULT);
    source.open(new SourceContext(allocator, new Impatient()));
  }

  @Test
  void aPipeEnds() throws IOException {
    openPipe(StockStreams.stream(first, second));
    assertThat(source.schema()).isEqualTo(schema);
    first.plus(second).assertSame(rows(100));
    while (!source.isExhausted()) {
      source.poll(Limit.NONE).close();
    }
  }

  @Test
  void aPipeThatEndsWithinAMessageIsAFailure() throws IOException {
    byte[] whole = StockStreams.stream(first, second);
    openPipe(Arrays.copyOf(whole, whole.length - 100));
    first.assertSame(rows(40));
    assertThatThrownBy(() -> rows(1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("input=pipe")
        .hasMessageContaining("went away within a message")
        .message()
        .doesNotContain("..");
    assertThat(source.isExhausted()).isFalse();
  }
}
