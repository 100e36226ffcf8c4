package io.millrace.bench.flight;

import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.flight.Catalogue;
import io.millrace.flight.FlightLimits;
import io.millrace.flight.FlightServer;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Arrow Java's own client over TCP of this machine: batches of eight int64 columns are put into a
 * Millrace server, whose query sums every column, and into Arrow Java's own server, which does the
 * same; then they go through a query of the Millrace server's and back. Each round measures all,
 * and the sums must agree.
 *
 * <p>Arguments: mebibytes, rounds, rows of a batch.
 */
public final class FlightTransfer {
  private static final int COLUMNS = 8;
  private static final Schema SCHEMA =
      new Schema(IntStream.range(0, COLUMNS).mapToObj(i -> DataType.INT64.field("c" + i)).toList());

  /** How long a client waits before it asks again whether there is room. */
  private static final long PAUSE = 20_000;

  private final int batches;
  private final int rows;

  private FlightTransfer(int batches, int rows) {
    this.batches = batches;
    this.rows = rows;
  }

  /** One way to move the batches, giving the sum of all values. */
  private interface Way {
    long sum() throws Exception;
  }

  /** Runs the measurement. */
  public static void main(String[] arguments) throws Exception {
    int mebibytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 512;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    int rows = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1 << 17;
    int batches = (int) Math.max(1, ((long) mebibytes << 20) / ((long) rows * COLUMNS * 8));
    new FlightTransfer(batches, rows).run(rounds);
  }

  private void run(int rounds) throws Exception {
    AtomicLong summed = new AtomicLong();
    Catalogue catalogue =
        Catalogue.create(
            FlightLimits.DEFAULT,
            () -> StreamingContext.builder().trigger(Trigger.AS_FAST_AS_POSSIBLE));
    catalogue.stream("numbers", SCHEMA)
        .foreachBatch(result -> result.batches().forEach(batch -> summed.addAndGet(sum(batch))));
    catalogue.query("same", stream -> stream);
    try (BufferAllocator allocator = new RootAllocator();
        FlightServer server = FlightServer.builder(catalogue).start();
        StockServer stock = StockServer.start(allocator, summed);
        FlightClient ours = client(allocator, server.port());
        FlightClient theirs = client(allocator, stock.port());
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
      long each = fill(root);
      Map<String, Way> ways = new LinkedHashMap<>();
      ways.put("memory", () -> inMemory(root));
      ways.put("put", () -> put(ours, root, summed, each * batches));
      ways.put("put, stock server", () -> put(theirs, root, summed, each * batches));
      ways.put("exchange", () -> exchange(ours, root));
      measure(ways, rounds, each * batches);
    }
  }

  private void measure(Map<String, Way> ways, int rounds, long expected) throws Exception {
    Map<String, long[]> nanos = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        long start = System.nanoTime();
        long sum = way.getValue().sum();
        nanos.computeIfAbsent(way.getKey(), k -> new long[rounds])[round] =
            System.nanoTime() - start;
        if (sum != expected) {
          throw new IllegalStateException("Sums differ: " + way.getKey() + ", sum=" + sum);
        }
      }
    }
    long all = (long) batches * rows;
    nanos.forEach(
        (name, times) -> {
          Arrays.sort(times);
          System.out.printf(
              "%-18s best %8.1f M rows/s %6.2f GB/s  median %8.1f M rows/s %6.2f GB/s%n",
              name,
              all * 1e3 / times[0],
              (double) all * COLUMNS * 8 / times[0],
              all * 1e3 / times[times.length / 2],
              (double) all * COLUMNS * 8 / times[times.length / 2]);
        });
  }

  private static FlightClient client(BufferAllocator allocator, int port) {
    return FlightClient.builder(allocator, Location.forGrpcInsecure("localhost", port)).build();
  }

  /** The sum of one batch. */
  private long fill(VectorSchemaRoot root) {
    for (FieldVector vector : root.getFieldVectors()) {
      BigIntVector numbers = (BigIntVector) vector;
      numbers.allocateNew(rows);
      for (int row = 0; row < rows; row++) {
        numbers.set(row, row * 31L);
      }
      numbers.setValueCount(rows);
    }
    root.setRowCount(rows);
    return sum(root);
  }

  private long inMemory(VectorSchemaRoot root) {
    long sum = 0;
    for (int i = 0; i < batches; i++) {
      sum += sum(root);
    }
    return sum;
  }

  /** Until the server's query has seen everything. */
  private long put(FlightClient client, VectorSchemaRoot root, AtomicLong summed, long expected)
      throws Exception {
    summed.set(0);
    try (SyncPutListener listener = new SyncPutListener()) {
      FlightClient.ClientStreamListener stream =
          client.startPut(FlightDescriptor.path("numbers"), root, listener);
      for (int i = 0; i < batches; i++) {
        while (!stream.isReady()) {
          LockSupport.parkNanos(PAUSE);
        }
        stream.putNext();
      }
      stream.completed();
      stream.getResult();
    }
    while (summed.get() != expected) {
      LockSupport.parkNanos(PAUSE);
    }
    return summed.get();
  }

  private long exchange(FlightClient client, VectorSchemaRoot root) throws Exception {
    long sum = 0;
    try (FlightClient.ExchangeReaderWriter exchange =
        client.doExchange(FlightDescriptor.path("same"))) {
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    exchange.getWriter().start(root);
                    for (int i = 0; i < batches; i++) {
                      while (!exchange.getWriter().isReady()) {
                        LockSupport.parkNanos(PAUSE);
                      }
                      exchange.getWriter().putNext();
                    }
                    exchange.getWriter().completed();
                  });
      while (exchange.getReader().next()) {
        sum += sum(exchange.getReader().getRoot());
      }
      writer.join();
    }
    return sum;
  }

  static long sum(VectorSchemaRoot root) {
    long sum = 0;
    for (FieldVector vector : root.getFieldVectors()) {
      sum += sum(vector.getDataBuffer().memoryAddress(), root.getRowCount());
    }
    return sum;
  }

  private static long sum(Batch batch) {
    long sum = 0;
    for (Column column : batch.columns()) {
      long first = column.data().memoryAddress() + column.offset() * 8L;
      sum += sum(first, column.length());
    }
    return sum;
  }

  private static long sum(long address, int words) {
    long sum = 0;
    for (int i = 0; i < words; i++) {
      sum += Raw.getLong(address + i * 8L);
    }
    return sum;
  }
}
