package io.millrace.ipc.ring;

import io.millrace.ipc.table.StockStreams;
import io.millrace.ipc.table.Table;
import io.millrace.kernels.batch.Batch;
import io.millrace.source.Limit;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.time.Clock;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Listens for writers where there is shared memory for one ring and not for the other. */
final class FullMemoryMain {
  private FullMemoryMain() {}

  public static void main(String[] arguments) throws IOException {
    Path socket = Path.of(arguments[0]);
    Table table = StockStreams.table(1, 40);
    try (BufferAllocator allocator = new RootAllocator()) {
      try (Source source = source(socket, table, 8 << 20, allocator);
          RawPeer writer = new RawPeer(socket)) {
        writer.send(1, RawPeer.bytes(16).putInt(1).putInt(1).putInt(0).putInt(0));
        RawPeer.Message answer = writer.receive();
        System.out.println("type " + answer.type() + ": " + answer.text());
        System.out.println("then: " + writer.receive() + ", left: " + segments());
        source.poll(Limit.NONE).close();
      }
      try (Source source = source(socket, table, 512 << 10, allocator);
          RawPeer writer = new RawPeer(socket).attach(true)) {
        for (int slot = 0; slot < writer.slots(); slot++) {
          writer.memory.put(writer.payload(slot), new byte[(int) writer.slotBytes()]);
        }
        writer.publish(0, 1, StockStreams.stream(table));
        System.out.println("rows: " + rows(source));
      }
      System.out.println("left: " + segments());
    }
    System.out.println("allocator closed");
  }

  private static Source source(Path socket, Table table, long bytes, BufferAllocator allocator) {
    PeerLimits limits = new PeerLimits(1 << 20, bytes, 4);
    Source source = new RingTransport().source(Endpoint.listen(socket), table.schema(), limits);
    source.open(new SourceContext(allocator, Clock.system()));
    return source;
  }

  private static int rows(Source source) {
    while (true) {
      try (Polled polled = source.poll(Limit.NONE)) {
        if (!polled.batches().isEmpty()) {
          return polled.batches().stream().mapToInt(Batch::rows).sum();
        }
      }
      Thread.onSpinWait();
    }
  }

  private static long segments() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
      return files.count();
    }
  }
}
