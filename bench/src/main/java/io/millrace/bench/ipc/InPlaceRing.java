package io.millrace.bench.ipc;

import io.millrace.ipc.ring.RingTransport;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.time.Clock;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A writer whose batches are in the ring's slots before the clock starts, as those of one that
 * makes its columns there: it publishes each slot again as soon as it comes back. A client of the
 * protocol in {@code docs/ring.md}.
 */
final class InPlaceRing implements AutoCloseable {
  private static final int TABLE = 4096;
  private static final int ENTRY = 64;

  private final SocketChannel socket;
  private FileChannel segment;
  private int slots;
  private long slotBytes;
  private long data;
  private long[] lengths;

  private InPlaceRing(Path path) throws IOException {
    socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  /** Sends as many batches as {@code memory} has, and drains them. */
  static IpcPaths.Pass pass(
      LongColumns memory, Path folder, PeerLimits limits, Function<Source, long[]> drain)
      throws Exception {
    Path path = folder.resolve("millrace-bench-" + ProcessHandle.current().pid());
    try (BufferAllocator allocator = new RootAllocator();
        Source source =
            new RingTransport().source(Endpoint.listen(path), memory.schema(), limits)) {
      source.open(new SourceContext(allocator, Clock.system()));
      try (InPlaceRing writer = new InPlaceRing(path)) {
        writer.attach();
        writer.fill(memory, allocator);
        int count = memory.batches().size();
        long expected = 0;
        for (int i = 0; i < count; i++) {
          expected += LongColumns.sum(memory.batches().get(i % writer.slots));
        }
        FutureTask<Void> writing =
            new FutureTask<>(
                () -> {
                  writer.publish(count);
                  return null;
                });
        long start = System.nanoTime();
        Thread.ofPlatform().start(writing);
        long[] drained = drain.apply(source);
        long nanos = System.nanoTime() - start;
        writing.get();
        return new IpcPaths.Pass(drained[0], expected, nanos, drained[1]);
      }
    }
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void attach() throws IOException {
    send(1, bytes(16).putInt(1).putInt(1).putInt(0).putInt(0));
    ByteBuffer welcome = receive().position(16);
    Path path = Path.of(StandardCharsets.UTF_8.decode(welcome).toString());
    segment = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    ByteBuffer header = bytes(TABLE);
    segment.read(header, 0);
    slots = header.getInt(12);
    slotBytes = header.getLong(16);
    data = header.getLong(24);
    send(3, bytes(0));
  }

  private void fill(LongColumns memory, BufferAllocator allocator) throws IOException {
    lengths = new long[slots];
    WriteLayout layout = WriteLayout.plain(memory.schema());
    for (int slot = 0; slot < slots; slot++) {
      segment.position(data + slot * slotBytes);
      try (IpcStreamWriter writer = new IpcStreamWriter(segment, layout, allocator)) {
        writer.write(memory.batches().get(slot));
        writer.finish();
      }
      lengths[slot] = segment.position() - data - slot * slotBytes;
    }
  }

  /** Publishes the slots in turn; a slot that is still the reader's is waited for. */
  private void publish(int count) throws IOException {
    Queue<Integer> free = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      int slot = i % slots;
      while (i >= slots && !free.remove(slot)) {
        free.add(receive().getInt(0));
      }
      long sequence = i + 1L;
      ByteBuffer entry = bytes(16).putLong(sequence).putLong(lengths[slot]).flip();
      segment.write(entry, TABLE + (long) slot * ENTRY);
      send(4, bytes(24).putInt(slot).putInt(0).putLong(sequence).putLong(lengths[slot]));
    }
    send(6, bytes(8).putLong(count));
  }

  private void send(int type, ByteBuffer payload) throws IOException {
    payload.flip();
    ByteBuffer message = bytes(8 + payload.remaining());
    message.putInt(type).putInt(payload.remaining()).put(payload).flip();
    while (message.hasRemaining()) {
      socket.write(message);
    }
  }

  private ByteBuffer receive() throws IOException {
    ByteBuffer payload = bytes(read(bytes(8)).getInt(4));
    return read(payload);
  }

  private ByteBuffer read(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (socket.read(buffer) < 0) {
        throw new EOFException("the reader is gone");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    try (socket) {
      if (segment != null) {
        segment.close();
      }
    }
  }
}
