package io.millrace.ipc;

import static io.millrace.Functions.col;
import static io.millrace.Functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Device;
import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.ipc.table.Roots;
import io.millrace.ipc.table.Stock;
import io.millrace.ipc.table.StockStreams;
import io.millrace.ipc.table.Table;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.sink.CollectSink;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import io.millrace.transport.StreamTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the metrics of a batch say was copied, hop by hop, on the CPU. */
@Timeout(60)
class CopyLedgerTest {
  private final Table table = StockStreams.table(1, 5_000);

  @TempDir Path folder;

  /** Groups what comes from a source, and gives the bytes copied by hop, all batches together. */
  private Map<String, Long> grouped(
      Function<StreamingContext, Stream> source, BiConsumer<StreamingContext, CollectSink> feed)
      throws Exception {
    List<BatchMetrics> metrics = Collections.synchronizedList(new ArrayList<>());
    CollectSink results = new CollectSink();
    try (StreamingContext context =
        StreamingContext.builder()
            .device(Device.CPU)
            .trigger(Trigger.AS_FAST_AS_POSSIBLE)
            .listener(
                new BatchListener() {
                  @Override
                  public void onBatch(BatchMetrics batch) {
                    metrics.add(batch);
                  }
                })
            .create()) {
      source
          .apply(context)
          .filter(col("INT32").gt(0))
          .groupBy("UTF8")
          .agg(sum(col("INT64")))
          .to(results);
      context.start();
      feed.accept(context, results);
      while (results.rows().isEmpty()) {
        context.awaitTermination(Duration.ofMillis(1));
      }
      context.stop();
      context.awaitTermination();
    }
    assertThat(metrics.stream().mapToLong(BatchMetrics::rowsIn).sum()).isEqualTo(table.rows());
    Map<String, Long> hops = new TreeMap<>();
    metrics.forEach(batch -> batch.bytesCopied().forEach((k, v) -> hops.merge(k, v, Long::sum)));
    return hops;
  }

  private void publish() throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      Stock.write(
          folder.resolve("a.arrow"), false, CodecType.NO_COMPRESSION, allocator, List.of(table));
    }
  }

  private void send(String transport, Path socket) {
    StreamTransport found =
        ServiceLoader.load(StreamTransport.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(one -> one.name().equals(transport))
            .findFirst()
            .orElseThrow();
    try (BufferAllocator allocator = new RootAllocator();
        Sink sink = found.sink(Endpoint.connect(socket), PeerLimits.DEFAULT, StreamFormat.PLAIN);
        VectorSchemaRoot root = Roots.root(table, allocator);
        var batch = ArrowBatches.of(root, null)) {
      sink.open(new SinkContext(table.schema(), allocator));
      sink.write(new Result(0, 0, table.schema(), List.of(batch)));
      sink.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aMappedFileIsNotCopied() throws Exception {
    publish();
    Map<String, Long> hops = grouped(context -> context.ipcFiles(folder), (context, results) -> {});
    assertThat(hops).containsKey("source ipcFiles(" + folder + ")");
    assertThat(hops.values()).containsOnly(0L);
  }

  @Test
  void aRingIsNotCopied() throws Exception {
    Path socket = folder.resolve("s");
    Map<String, Long> hops =
        grouped(
            context -> context.ipcRing(Endpoint.listen(socket), table.schema()),
            (context, results) -> send("ring", socket));
    assertThat(hops).containsKey("source ipcRing(listen " + socket + ")");
    assertThat(hops.values()).containsOnly(0L);
  }

  @Test
  void aSocketIsCopiedOnce() throws Exception {
    Path socket = folder.resolve("s");
    Map<String, Long> hops =
        grouped(
            context -> context.ipcStream(Endpoint.listen(socket), table.schema()),
            (context, results) -> send("ipc", socket));
    long bytes = StockStreams.stream(table).length;
    assertThat(hops.get("source ipcStream(listen " + socket + ")"))
        .isBetween(bytes * 9 / 10, bytes * 11 / 10);
  }
}
