package io.millrace.ipc.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.ipc.table.Batches;
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
import io.millrace.source.Limit;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.time.Clock;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
class RingTest {
  private static final PeerLimits LIMITS = new PeerLimits(1 << 20, 8 * (16 << 10), 4);
  private static final int SLOTS = 8;

  private final BufferAllocator allocator = new RootAllocator();
  private final RingTransport transport = new RingTransport();
  private final Table first = StockStreams.table(1, 40);
  private final Table second = StockStreams.table(2, 60);
  private Source source;
  private Sink sink;
  private long batchId;

  @TempDir Path folder;

  @AfterEach
  void everyByteAndFileCameBack() throws IOException {
    if (source != null) {
      source.close();
    }
    if (sink != null) {
      sink.close();
    }
    allocator.close();
    String own = "millrace-" + ProcessHandle.current().pid() + "-";
    try (var shared = Files.list(Path.of("/dev/shm"))) {
      assertThat(shared.filter(file -> file.getFileName().toString().startsWith(own))).isEmpty();
    }
  }

  private Path socket() {
    return folder.resolve("ring");
  }

  private void openSource(Endpoint from) {
    source = transport.source(from, first.schema(), LIMITS);
    source.open(new SourceContext(allocator, Clock.system()));
  }

  private void openSink(Endpoint to) throws IOException {
    sink = transport.sink(to, LIMITS, StreamFormat.PLAIN);
    sink.open(new SinkContext(first.schema(), allocator));
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

  /** Polls until something comes. */
  private Polled poll() {
    return poll(Limit.NONE);
  }

  private Polled poll(Limit limit) {
    while (true) {
      Polled polled = source.poll(limit);
      if (polled.rows() > 0) {
        return polled;
      }
      Thread.onSpinWait();
    }
  }

  private Table rows(int count) {
    List<Table> tables = new ArrayList<>();
    for (int rows = 0; rows < count; ) {
      try (Polled polled = poll()) {
        polled.batches().forEach(batch -> tables.add(Batches.table(batch)));
        rows += (int) polled.rows();
      }
    }
    return StockStreams.joined(tables);
  }

  private static void assertReleased(RawPeer peer, int slot, long sequence) throws IOException {
    RawPeer.Message message = peer.receive();
    assertThat(message.type()).isEqualTo(5);
    assertThat(message.payload().getInt(0)).isEqualTo(slot);
    assertThat(message.payload().getInt(4)).isZero();
    assertThat(message.payload().getLong(8)).isEqualTo(sequence);
  }

  @Test
  void batchesAreReadWhereTheWriterWroteThemAndTheirSlotsComeBack() throws Exception {
    openSource(Endpoint.listen(socket()));
    try (RawPeer writer = new RawPeer(socket()).attach(true)) {
      assertThat(writer.slots()).isEqualTo(SLOTS);
      assertThat(writer.slotBytes()).isEqualTo(16 << 10);
      writer.publish(3, 1, StockStreams.stream(first));
      try (Polled polled = poll()) {
        assertThat(polled.bytesCopied()).isZero();
        first.assertSame(Batches.table(polled.batches().getFirst()));
        assertThat(writer.path).doesNotExist();
        // the reader sees what the writer does: nothing was copied
        int at = writer.payload(3) + StockStreams.stream(first).length - 16;
        writer.memory.put(at, (byte) ~writer.memory.get(at));
        assertThat(Batches.table(polled.batches().getFirst()).words()).isNotEqualTo(first.words());
      }
      assertReleased(writer, 3, 1);
      writer.publish(3, 2, StockStreams.stream(second));
      second.assertSame(rows(60));
      assertReleased(writer, 3, 2);
      writer.end(2);
      assertThat(writer.receive()).isNull();
    }
  }

  @Test
  void aSlotWithSeveralBatchesComesBackWithTheLast() throws Exception {
    openSource(Endpoint.listen(socket()));
    try (RawPeer writer = new RawPeer(socket()).attach(true)) {
      writer.publish(0, 1, StockStreams.stream(first.slice(0, 10), first.slice(10, 30)));
      writer.publish(7, 2, StockStreams.stream(second));
      Polled one = poll(new Limit(10, Long.MAX_VALUE));
      Polled two = poll(new Limit(30, Long.MAX_VALUE));
      try (Polled three = poll()) {
        two.close();
        assertThat(three.rows()).isEqualTo(60);
      }
      assertReleased(writer, 7, 2);
      one.close();
      assertReleased(writer, 0, 1);
    }
  }

  @Test
  void whatTheQueryKeepsForLongIsCopiedBeforeTheWriterRunsOut() throws Exception {
    openSource(Endpoint.listen(socket()));
    List<Polled> kept = new ArrayList<>();
    try (RawPeer writer = new RawPeer(socket()).attach(true)) {
      byte[] stream = StockStreams.stream(first);
      long sequence = 0;
      for (int slot = 0; slot < SLOTS; slot++) {
        writer.publish(slot, ++sequence, stream);
      }
      long copied = 0;
      int rows = 0;
      while (rows < SLOTS * 40) {
        kept.add(poll());
        assertThat(kept.getLast().batches()).hasSizeLessThanOrEqualTo(SLOTS / 2);
        copied += kept.getLast().bytesCopied();
        rows += (int) kept.getLast().rows();
      }
      assertThat(copied).isBetween(stream.length / 2L, (long) stream.length);
      assertReleased(writer, 7, SLOTS);
      writer.publish(7, ++sequence, StockStreams.stream(second));
      kept.add(poll());
      second.assertSame(Batches.table(kept.getLast().batches().getFirst()));
      assertReleased(writer, 7, sequence);
    } finally {
      kept.forEach(Polled::close);
    }
  }

  @Test
  void whatAWriterPublishedBeforeItDiedStaysReadable() throws Exception {
    openSource(Endpoint.listen(socket()));
    Polled held;
    try (Logged log = new Logged("io.millrace.ipc")) {
      try (RawPeer writer = new RawPeer(socket()).attach(true)) {
        writer.publish(0, 1, StockStreams.stream(first));
        held = poll();
        writer.publish(1, 2, StockStreams.stream(second));
        writer.memory.put(writer.payload(2), new byte[100]);
      }
      log.await("A peer is gone", "without an end");
    }
    try (held) {
      first.assertSame(Batches.table(held.batches().getFirst()));
      second.assertSame(rows(60));
      try (RawPeer next = new RawPeer(socket()).attach(true)) {
        next.publish(0, 1, StockStreams.stream(second));
        second.assertSame(rows(60));
        first.assertSame(Batches.table(held.batches().getFirst()));
      }
    }
  }

  /** Breaks a rule, and says what must be in the answer. */
  private interface Breach {
    void commit(RawPeer peer) throws IOException;
  }

  private void assertRefused(boolean attach, boolean writer, Breach breach, String... reasons)
      throws Exception {
    try (Logged log = new Logged("io.millrace.ipc");
        RawPeer peer = new RawPeer(socket())) {
      if (attach) {
        peer.attach(writer);
      }
      breach.commit(peer);
      RawPeer.Message answer = peer.receive();
      while (answer.type() != 7) {
        answer = peer.receive();
      }
      assertThat(answer.text()).contains(reasons);
      assertThat(peer.receive()).isNull();
      log.await(reasons);
    }
  }

  @Test
  void aWriterThatBreaksARuleIsToldWhichAndDropped() throws Exception {
    openSource(Endpoint.listen(socket()));
    byte[] stream = StockStreams.stream(first);
    String slots = "publishes its own slots one after the other";
    assertRefused(true, true, p -> p.publish(0, 2, stream), slots, "expected sequence=1");
    assertRefused(true, true, p -> p.published(8, 1, 100), slots, "slot=8");
    assertRefused(true, true, p -> p.published(-1, 1, 100), slots, "slot=-1");
    assertRefused(true, true, p -> p.published(0, 1, 100), slots, "sequence word=0");
    assertRefused(
        true,
        true,
        p -> {
          p.memory.putLong(4096, 1);
          p.published(0, 1, p.slotBytes() + 1);
        },
        slots,
        "length=16385");
    assertRefused(
        true,
        true,
        p -> {
          p.publish(0, 1, stream);
          p.published(0, 2, stream.length);
        },
        slots,
        "expected sequence=2");
    assertRefused(true, true, p -> p.end(1), "right count", "published=0");
    assertRefused(true, true, p -> p.released(0, 1), "publishes and ends");
    assertRefused(true, true, p -> p.send(9, RawPeer.bytes(0)), "known type", "type=9");
    assertRefused(
        true, true, p -> p.send(4, RawPeer.bytes(8).putLong(1)), "known type", "length=8");
    assertRefused(true, true, p -> p.publish(0, 1, new byte[64]), "continuation word");
    assertRefused(
        true,
        true,
        p ->
            p.publish(
                0,
                1,
                StockStreams.stream(
                    new Table(first.fields().subList(0, 1), first.columns().subList(0, 1), 40))),
        "same columns");
    assertRefused(
        false,
        true,
        p -> p.send(1, RawPeer.bytes(16).putInt(2).putInt(1).putInt(1).putInt(0)),
        "same version",
        "version=2");
    assertRefused(
        false,
        true,
        p -> p.send(1, RawPeer.bytes(16).putInt(1).putInt(2).putInt(1).putInt(0)),
        "one writes and one reads");
    assertRefused(
        false,
        true,
        p -> p.send(1, RawPeer.bytes(16).putInt(1).putInt(5).putInt(1).putInt(0)),
        "role=5");
    assertRefused(false, true, p -> p.send(3, RawPeer.bytes(0)), "in order", "expected=Hello");
    // what broken peers had published was read nevertheless
    while (allocator.getAllocatedMemory() > 0) {
      source.poll(Limit.NONE).close();
    }
  }

  @Test
  void resultsAreWrittenWhereTheReaderReadsThem() throws Exception {
    openSink(Endpoint.listen(socket()));
    FutureTask<Void> writing = writing(first, second);
    try (RawPeer reader = new RawPeer(socket()).attach(false)) {
      long sequence = 0;
      List<Table> tables = new ArrayList<>();
      for (int rows = 0; rows < 100; ) {
        Table table = read(reader, ++sequence);
        rows += table.rows();
        tables.add(table);
      }
      first.plus(second).assertSame(StockStreams.joined(tables));
      writing.get();
      assertThat(sink.bytesCopied()).isPositive();
      sink.finish();
      RawPeer.Message end = reader.receive();
      assertThat(end.type()).isEqualTo(6);
      assertThat(end.payload().getLong(0)).isEqualTo(sequence);
    }
  }

  private Table read(RawPeer reader, long sequence) throws IOException {
    RawPeer.Message message = reader.receive();
    assertThat(message.type()).isEqualTo(4);
    int slot = message.payload().getInt(0);
    assertThat(message.payload().getLong(8)).isEqualTo(sequence);
    assertThat(reader.memory.getLong(4096 + 64 * slot)).isEqualTo(sequence);
    byte[] bytes = new byte[(int) message.payload().getLong(16)];
    assertThat(reader.memory.getLong(4096 + 64 * slot + 8)).isEqualTo(bytes.length);
    reader.memory.get(reader.payload(slot), bytes);
    try (ArrowStreamReader stream =
        new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
      Table table = StockStreams.next(stream);
      assertThat(StockStreams.next(stream)).isNull();
      reader.released(slot, sequence);
      return table;
    }
  }

  @Test
  void aSinkWithoutAFreeSlotWaits() throws Exception {
    openSink(Endpoint.listen(socket()));
    Table[] tables = java.util.Collections.nCopies(SLOTS + 2, first).toArray(Table[]::new);
    try (RawPeer reader = new RawPeer(socket()).attach(false)) {
      FutureTask<Void> writing = writing(tables);
      List<ByteSlot> held = new ArrayList<>();
      for (int i = 0; i < SLOTS; i++) {
        RawPeer.Message message = reader.receive();
        held.add(new ByteSlot(message.payload().getInt(0), message.payload().getLong(8)));
      }
      assertThat(held.stream().map(ByteSlot::slot).distinct()).hasSize(SLOTS);
      assertThat(writing.isDone()).isFalse();
      reader.released(held.get(5).slot(), held.get(5).sequence());
      assertThat(reader.receive().payload().getInt(0)).isEqualTo(held.get(5).slot());
      reader.released(held.get(2).slot(), held.get(2).sequence());
      assertThat(reader.receive().payload().getInt(0)).isEqualTo(held.get(2).slot());
      writing.get();
    }
  }

  private record ByteSlot(int slot, long sequence) {}

  @Test
  void aReaderThatDiesIsNoticedAndTheNextGetsTheResultWhole() throws Exception {
    openSink(Endpoint.listen(socket()));
    Table[] tables = java.util.Collections.nCopies(SLOTS + 2, first).toArray(Table[]::new);
    FutureTask<Void> writing = writing(tables);
    try (Logged log = new Logged("io.millrace.ipc")) {
      try (RawPeer dies = new RawPeer(socket()).attach(false)) {
        read(dies, 1);
      }
      log.await("A reader is gone");
    }
    try (RawPeer reader = new RawPeer(socket()).attach(false)) {
      for (int i = 1; i <= tables.length; i++) {
        first.assertSame(read(reader, i));
      }
      writing.get();
    }
  }

  @Test
  void whatAReaderHadNotReleasedWhenItDiedIsReportedAndNotSentAgain() throws Exception {
    openSink(Endpoint.listen(socket()));
    Table[] many = java.util.Collections.nCopies(SLOTS, first).toArray(Table[]::new);
    FutureTask<Void> writing = writing(first, first, first);
    try (Logged log = new Logged("io.millrace.ipc")) {
      try (RawPeer dies = new RawPeer(socket()).attach(false)) {
        first.assertSame(read(dies, 1));
        writing.get();
        writing = writing(many);
        // the sixth and last slot of this result is taken, and the writer waits for another one
        for (int i = 2; i <= SLOTS + 1; i++) {
          assertThat(dies.receive().payload().getLong(8)).isEqualTo(i);
        }
      }
      log.await("A reader has gone", "not sent again", "count=2", "published=3");
    }
    try (RawPeer reader = new RawPeer(socket()).attach(false)) {
      for (int i = 1; i <= SLOTS; i++) {
        first.assertSame(read(reader, i));
      }
      writing.get();
      sink.finish();
      assertThat(reader.receive().type()).isEqualTo(6);
    }
  }

  @Test
  void aSinkThatConnectsReportsThemAsWell() throws Exception {
    openSource(Endpoint.listen(socket()));
    openSink(Endpoint.connect(socket()));
    try (Logged log = new Logged("io.millrace.ipc")) {
      write(first, first);
      source.close();
      log.await("A reader has gone", "not sent again", "count=2", "published=2");
    }
    openSource(Endpoint.listen(socket()));
    FutureTask<Void> writing = writing(first);
    first.assertSame(rows(40));
    writing.get();
  }

  @Test
  void aReaderThatReleasesWhatItDoesNotHaveIsDropped() throws Exception {
    openSink(Endpoint.listen(socket()));
    assertRefused(true, false, p -> p.released(0, 1), "releases slots that it has");
    assertRefused(true, false, p -> p.released(99, 0), "releases slots that it has");
    assertRefused(true, false, p -> p.end(0), "A ring's reader releases");
  }

  @Test
  void stoppingAtOnceEndsTheWaitForASlot() throws Exception {
    openSink(Endpoint.listen(socket()));
    Table[] tables = java.util.Collections.nCopies(SLOTS + 2, first).toArray(Table[]::new);
    try (RawPeer reader = new RawPeer(socket()).attach(false)) {
      FutureTask<Void> writing = writing(tables);
      for (int i = 0; i < SLOTS; i++) {
        reader.receive();
      }
      sink.stopping(false);
      assertThatThrownBy(writing::get).hasCauseInstanceOf(SinkStoppedException.class);
    }
  }

  @Test
  void batchesLargerThanASlotAreCutAndRowsThatDoNotFitAreRefused() throws Exception {
    Table large = StockStreams.table(5, 1_000);
    openSink(Endpoint.listen(socket()));
    openSource(Endpoint.connect(socket()));
    FutureTask<Void> writing = writing(large);
    large.assertSame(rows(1_000));
    writing.get();
    byte[][] giant = {new byte[20 << 10]};
    List<byte[][]> columns = new ArrayList<>(first.slice(0, 1).columns());
    int binary = first.schema().getFields().indexOf(first.schema().findField("BINARY"));
    columns.set(binary, giant);
    assertThatThrownBy(() -> write(new Table(first.fields(), columns, 1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("slotBytes=16384");
    sink.finish();
  }

  @Test
  void eitherEndMayListen() throws Exception {
    openSource(Endpoint.listen(socket()));
    openSink(Endpoint.connect(socket()));
    FutureTask<Void> writing = writing(first, second);
    first.plus(second).assertSame(rows(100));
    writing.get();
    for (int i = 0; i < 50; i++) {
      write(second);
      second.assertSame(rows(60));
    }
  }

  @Test
  void theFirstWriterTellsTheColumns() throws Exception {
    openSink(Endpoint.listen(socket()));
    FutureTask<Void> writing = writing(first, second);
    source = transport.source(Endpoint.connect(socket()), null, LIMITS);
    assertThat(source.schema()).isEqualTo(first.schema());
    source.open(new SourceContext(allocator, Clock.system()));
    first.plus(second).assertSame(rows(100));
    writing.get();
  }

  @Test
  void aRingNeedsThePathOfASocket() {
    assertThatThrownBy(() -> transport.source(Endpoint.listen(0), first.schema(), LIMITS))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("path of a socket");
    assertThatThrownBy(() -> transport.sink(Endpoint.standard(), LIMITS, StreamFormat.PLAIN))
        .isInstanceOf(UserException.class);
  }
}
