package io.millrace.ipc.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.ring.RingTransport;
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
import io.millrace.source.Limit;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.time.Clock;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ring with the Python package at its other end: a process that reads what a sink writes, and
 * writes what a source reads.
 */
@Timeout(120)
class RingPythonTest {
  private static final String RELAY =
      """
      import sys
      from millrace.ring import RingReader, RingWriter
      with RingReader.connect(sys.argv[1]) as reader, RingWriter.connect(sys.argv[2]) as writer:
          for batch in reader:
              batch.validate()
              writer.write(batch)
      """;
  private static final String DIES =
      """
      import os, signal, sys
      from millrace.ring import RingReader, RingWriter
      reader = RingReader.connect(sys.argv[1])
      writer = RingWriter.connect(sys.argv[2])
      held = next(reader)
      writer.write(held)
      os.kill(os.getpid(), signal.SIGKILL)
      """;
  private static final PeerLimits LIMITS = new PeerLimits(1 << 20, 8 * (64 << 10), 4);

  private final Table table = StockStreams.table(1, 200);

  @TempDir Path folder;

  private Process python(String script, Path in, Path out) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Library.PYARROW.interpreter(), "-c", script, in.toString(), out.toString());
    builder.environment().put("PYTHONPATH", Path.of("../python/src").toAbsolutePath().toString());
    return builder.inheritIO().start();
  }

  private FutureTask<Void> writing(Sink sink, int times, BufferAllocator allocator) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < times; i++) {
                try (VectorSchemaRoot root = Roots.root(table, allocator);
                    Batch batch = ArrowBatches.of(root, null)) {
                  sink.write(new Result(i, 0, table.schema(), List.of(batch)));
                }
              }
              return null;
            });
    Thread.ofPlatform().start(task);
    return task;
  }

  private static List<Table> read(Source source, int rows) {
    List<Table> tables = new ArrayList<>();
    for (int read = 0; read < rows; ) {
      try (Polled polled = source.poll(Limit.NONE)) {
        assertThat(polled.bytesCopied()).isZero();
        polled.batches().forEach(batch -> tables.add(Batches.table(batch)));
        read += (int) polled.rows();
      }
      Thread.onSpinWait();
    }
    return tables;
  }

  @Test
  void pythonReadsWhatIsWrittenAndWritesWhatIsRead() throws Exception {
    Library.PYARROW.require();
    Path out = folder.resolve("out");
    Path in = folder.resolve("in");
    try (BufferAllocator allocator = new RootAllocator();
        Source source = new RingTransport().source(Endpoint.listen(in), table.schema(), LIMITS);
        Sink sink = new RingTransport().sink(Endpoint.listen(out), LIMITS, StreamFormat.PLAIN);
        Logged log = new Logged("io.millrace.ipc")) {
      source.open(new SourceContext(allocator, Clock.system()));
      sink.open(new SinkContext(table.schema(), allocator));
      Process dies = python(DIES, out, in);
      FutureTask<Void> first = writing(sink, 1, allocator);
      table.assertSame(StockStreams.joined(read(source, table.rows())));
      first.get();
      dies.waitFor();
      log.await("A peer is gone", in + " peer 1");
      log.await("A reader has gone", out + " peer 1", "may not have read");

      Process relay = python(RELAY, out, in);
      FutureTask<Void> rest = writing(sink, 20, allocator);
      for (Table read : read(source, 20 * table.rows())) {
        assertThat(read.rows()).isPositive();
        table.assertSame(read);
      }
      rest.get();
      sink.finish();
      assertThat(relay.waitFor()).isZero();
    }
  }
}
