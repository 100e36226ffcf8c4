package io.millrace.flight.call;

import io.millrace.flight.topic.Subscription;
import io.millrace.flight.topic.Topic;
import io.millrace.flight.wire.FrameGathering;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;

/** {@code do_get}: sends what is written to a stream or result from now on. */
final class GetCall {
  private final Served served;
  private final Topic topic;
  private final CallOutbound out;

  GetCall(Served served, Topic topic, CallOutbound out) {
    this.served = served;
    this.topic = topic;
    this.out = out;
  }

  /** The schema is sent once the client has its place, so that it knows from when on it reads. */
  void run() throws IOException, InterruptedException {
    BufferAllocator allocator = served.clients();
    try (Subscription reader =
            topic.subscribe(served.limits().queuedBytes(), served.limits().patience());
        IpcStreamWriter writer =
            new IpcStreamWriter(
                new FrameGathering(out, topic.copiedOut()),
                WriteLayout.plain(topic.schema()),
                allocator)) {
      reader.onFailure(out::abandon);
      for (Subscription.Waiting next = reader.take(); next != null; next = reader.take()) {
        try (Batch batch = next.batch()) {
          long before = writer.bytesCopied();
          MessageSize.write(batch, served.limits().messageBytes(), writer);
          topic.copiedOut().addAndGet(writer.bytesCopied() - before);
        }
      }
    }
  }
}
