package io.millrace.flight.call;

import io.millrace.flight.wire.FrameGathering;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Sends a query's results to the client that runs it, at least one message for each micro-batch,
 * with the micro-batch's number.
 */
final class ExchangeSink implements Sink {
  private final AtomicLong copied = new AtomicLong();
  private final FrameGathering channel;
  private final long messageBytes;
  private IpcStreamWriter writer;

  ExchangeSink(CallOutbound out, long messageBytes) {
    this.channel = new FrameGathering(out, copied);
    this.messageBytes = messageBytes;
  }

  @Override
  public String name() {
    return "flight exchange";
  }

  /** The client learns the result's columns before it has sent anything. */
  @Override
  public void open(SinkContext context) throws IOException {
    writer = new IpcStreamWriter(channel, WriteLayout.plain(context.schema()), context.allocator());
  }

  @Override
  public void write(Result result) throws IOException {
    String number = "{\"batch\":" + result.batchId() + "}";
    channel.appMetadata(number.getBytes(StandardCharsets.UTF_8));
    if (result.rows() == 0) {
      try (Batch none = empty(result.schema())) {
        writer.write(none);
      }
      return;
    }
    for (Batch batch : result.batches()) {
      MessageSize.write(batch, messageBytes, writer);
    }
  }

  private static Batch empty(Schema schema) {
    List<Column> columns =
        schema.getFields().stream()
            .map(field -> Column.of(DataType.of(field), 0, 0, null, null, null))
            .toList();
    return Batch.owning(schema, 0, columns);
  }

  @Override
  public long bytesCopied() {
    return copied.get() + (writer == null ? 0 : writer.bytesCopied());
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
