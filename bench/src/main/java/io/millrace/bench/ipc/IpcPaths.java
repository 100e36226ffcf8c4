package io.millrace.bench.ipc;

import io.millrace.ipc.read.IpcFileReader;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.ipc.ring.RingTransport;
import io.millrace.ipc.stream.IpcStreamTransport;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * Sums every column of the same rows as they come by each way there is into a process; every sum
 * must be that of the rows in memory. Writers run on a thread of this process, except pyarrow's,
 * and have their batches ready; a connection is made before the clock starts, a file is opened and
 * mapped after it. Before all that a file of many batches is opened.
 *
 * <p>Arguments: a folder in memory, mebibytes, rounds, the Python to run if pyarrow is to take part
 * ({@code -} if not), what the ways' names begin with if only some are wanted, by commas ({@code -}
 * for all), and the rows of a batch, each of 64 bytes.
 */
public final class IpcPaths {
  private static final PeerLimits LIMITS =
      new PeerLimits(1L << 30, 8 * ((8L << 20) + (64 << 10)), 4);

  private final Path folder;
  private final Path file;
  private final LongColumns memory;
  private final BufferAllocator allocator;
  private final long expected;

  private IpcPaths(Path folder, Path file, LongColumns memory, BufferAllocator allocator) {
    this.folder = folder;
    this.file = file;
    this.memory = memory;
    this.allocator = allocator;
    this.expected = memory.sum();
  }

  /**
   * What one way gave.
   *
   * @param sum of all values that came
   * @param expected sum of all values that were sent
   * @param nanos from the first byte to the last
   * @param copied bytes that were copied in this process, the kernel's copies not counted; -1 where
   *     nobody counts them
   */
  record Pass(long sum, long expected, long nanos, long copied) {}

  /** One way for rows to come. */
  private interface Way {
    Pass run() throws Exception;
  }

  /** Runs the measurement. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "/dev/shm");
    int mebibytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    int batchRows = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 1 << 17;
    Path file = Files.createTempFile(folder, "millrace", ".arrow");
    int batches = Math.max(1, (int) (((long) mebibytes << 20) / LongColumns.bytes(batchRows)));
    try (BufferAllocator allocator = new RootAllocator();
        LongColumns memory = new LongColumns(batches, batchRows, allocator)) {
      ManyBatches.run(folder, rounds, allocator);
      LongColumns.write(file, batches, batchRows, allocator);
      IpcPaths paths = new IpcPaths(folder, file, memory, allocator);
      Map<String, Way> ways = paths.ways(arguments.length > 3 ? arguments[3] : "-");
      if (arguments.length > 4 && !arguments[4].equals("-")) {
        ways.keySet().removeIf(name -> !name.equals("memory") && !begins(name, arguments[4]));
      }
      paths.compare(rounds, (long) batches * batchRows, ways);
    } finally {
      Files.delete(file);
    }
  }

  private Map<String, Way> ways(String python) {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("memory", this::memory);
    ways.put("mapped file", this::mapped);
    ways.put("ring, in place", () -> InPlaceRing.pass(memory, folder, LIMITS, this::drain));
    ways.put("ring, copied in", () -> transported(new RingTransport(), socket()));
    ways.put("unix socket", () -> transported(new IpcStreamTransport(), socket()));
    ways.put("tcp", () -> transported(new IpcStreamTransport(), Endpoint.listen(0)));
    ways.put("flight, put", () -> FlightPath.pass(memory, expected, allocator));
    ways.put("stock, unix socket", this::stockSocket);
    ways.put("stock, file", this::stockFile);
    if (!python.equals("-")) {
      ways.put("pyarrow, mapped", () -> python(python));
    }
    return ways;
  }

  private static boolean begins(String name, String wanted) {
    return Arrays.stream(wanted.split(",")).anyMatch(name::startsWith);
  }

  private void compare(int rounds, long rows, Map<String, Way> ways) throws Exception {
    Map<String, long[]> nanos = new LinkedHashMap<>();
    Map<String, Long> copied = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        Pass pass = way.getValue().run();
        if (pass.sum != pass.expected) {
          throw new IllegalStateException("Sums differ: way=" + way.getKey() + ", pass=" + pass);
        }
        nanos.computeIfAbsent(way.getKey(), k -> new long[rounds])[round] = pass.nanos;
        copied.put(way.getKey(), pass.copied);
      }
    }
    long bytes = rows * LongColumns.COLUMNS * Long.BYTES;
    double inMemory = median(nanos.get("memory"));
    System.out.printf(
        "%,d rows, %,d bytes, %d rounds, sums agree%n%-20s %14s %8s %10s %16s%n",
        rows, bytes, rounds, "way", "rows/s", "GB/s", "of memory", "bytes copied");
    nanos.forEach(
        (name, times) -> {
          double median = median(times);
          System.out.printf(
              "%-20s %,14.0f %8.2f %9.0f%% %16s%n",
              name,
              rows * 1e9 / median,
              bytes / median,
              100 * inMemory / median,
              copied.get(name) < 0 ? "not counted" : String.format("%,d", copied.get(name)));
        });
  }

  private static double median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private Pass memory() {
    long start = System.nanoTime();
    long sum = memory.sum();
    return new Pass(sum, expected, System.nanoTime() - start, 0);
  }

  private Pass mapped() throws IOException {
    long start = System.nanoTime();
    long sum = 0;
    long copied;
    try (IpcFileReader reader = IpcFileReader.open(file, allocator, ReadOptions.DEFAULT)) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        try (Batch closing = batch) {
          sum += LongColumns.sum(closing);
        }
      }
      copied = reader.bytesCopied();
    }
    return new Pass(sum, expected, System.nanoTime() - start, copied);
  }

  private Endpoint socket() {
    return Endpoint.listen(folder.resolve("millrace-bench-" + ProcessHandle.current().pid()));
  }

  /** What a source hands over until all rows have come: the sum, and the bytes that it copied. */
  private long[] drain(Source source) {
    long sum = 0;
    long copied = 0;
    for (long rows = 0; rows < memory.rows(); ) {
      try (Polled polled = source.poll(Limit.NONE)) {
        for (Batch batch : polled.batches()) {
          sum += LongColumns.sum(batch);
        }
        rows += polled.rows();
        copied += polled.bytesCopied();
        if (polled.batches().isEmpty()) {
          LockSupport.parkNanos(20_000);
        }
      }
    }
    return new long[] {sum, copied};
  }

  /** Through a sink and a source of Millrace's own. */
  private Pass transported(StreamTransport transport, Endpoint listening) throws Exception {
    try (BufferAllocator receiving = allocator.newChildAllocator("receiver", 0, Long.MAX_VALUE);
        BufferAllocator sending = allocator.newChildAllocator("sender", 0, Long.MAX_VALUE);
        Source source = transport.source(listening, memory.schema(), LIMITS);
        Sink sink = transport.sink(connecting(source, listening), LIMITS, StreamFormat.PLAIN)) {
      source.open(new SourceContext(receiving, Clock.system()));
      sink.open(new SinkContext(memory.schema(), sending));
      FutureTask<Void> writing =
          new FutureTask<>(
              () -> {
                sink.write(new Result(0, 0, memory.schema(), memory.batches()));
                return null;
              });
      long start = System.nanoTime();
      Thread.ofPlatform().start(writing);
      long[] drained = drain(source);
      long nanos = System.nanoTime() - start;
      writing.get();
      return new Pass(drained[0], expected, nanos, drained[1] + sink.bytesCopied());
    }
  }

  private static Endpoint connecting(Source source, Endpoint listening) {
    Endpoint.Listen listen = (Endpoint.Listen) listening;
    return listen.address() instanceof UnixDomainSocketAddress unix
        ? Endpoint.connect(unix.getPath())
        : Endpoint.connect(
            "localhost", Integer.parseInt(source.name().replaceAll(".*:(\\d+)\\)", "$1")));
  }

  private static long sum(ArrowReader reader) throws IOException {
    long sum = 0;
    while (reader.loadNextBatch()) {
      for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
        sum += LongColumns.sumWords(vector.getDataBuffer().memoryAddress(), vector.getValueCount());
      }
    }
    return sum;
  }

  private Pass stockFile() throws IOException {
    long start = System.nanoTime();
    try (FileChannel channel = FileChannel.open(file);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      long sum = sum(reader);
      return new Pass(sum, expected, System.nanoTime() - start, -1);
    }
  }

  private Pass stockSocket() throws Exception {
    Path path = folder.resolve("millrace-stock-" + ProcessHandle.current().pid());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      try (SocketChannel out = SocketChannel.open(UnixDomainSocketAddress.of(path));
          SocketChannel in = server.accept();
          ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
        FutureTask<Void> writing =
            new FutureTask<>(
                () -> {
                  writeStock(out);
                  return null;
                });
        long start = System.nanoTime();
        Thread.ofPlatform().start(writing);
        long sum = sum(reader);
        long nanos = System.nanoTime() - start;
        writing.get();
        return new Pass(sum, expected, nanos, -1);
      }
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private void writeStock(SocketChannel out) throws IOException {
    try (BufferAllocator sending = allocator.newChildAllocator("stock", 0, Long.MAX_VALUE);
        VectorSchemaRoot sent = VectorSchemaRoot.create(memory.schema(), sending);
        ArrowStreamWriter writer = new ArrowStreamWriter(sent, null, out)) {
      VectorLoader loader = new VectorLoader(sent);
      writer.start();
      for (Batch batch : memory.batches()) {
        try (VectorSchemaRoot root = ArrowBatches.toRoot(batch, sending);
            ArrowRecordBatch vectors = new VectorUnloader(root).getRecordBatch()) {
          loader.load(vectors);
        }
        writer.writeBatch();
      }
      writer.end();
    }
  }

  private Pass python(String python) throws Exception {
    String script =
        """
        import sys, time, pyarrow as pa, pyarrow.compute as pc, pyarrow.ipc as ipc
        start = time.perf_counter_ns()
        total = 0
        with pa.memory_map(sys.argv[1]) as source:
            reader = ipc.open_file(source)
            for i in range(reader.num_record_batches):
                for column in reader.get_batch(i).columns:
                    total += pc.sum(column).as_py()
        print((total + 2**63) % 2**64 - 2**63, time.perf_counter_ns() - start)
        """;
    Process process =
        new ProcessBuilder(List.of(python, "-c", script, file.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.inputReader()) {
      String[] words = out.readLine().split(" ");
      return new Pass(Long.parseLong(words[0]), expected, Long.parseLong(words[1]), -1);
    } finally {
      process.waitFor();
    }
  }
}
