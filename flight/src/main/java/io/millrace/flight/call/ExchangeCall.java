package io.millrace.flight.call;

import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.flight.topic.Subscription;
import io.millrace.flight.topic.SubscriptionSource;
import io.millrace.ipc.read.IpcStreamReader;
import io.millrace.kernels.batch.Batch;
import io.millrace.metrics.BatchListener;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * {@code do_exchange}: runs a query over what a client sends, each batch a micro-batch, and sends
 * back its results. The query ends when the client does, and windows that are open then come out.
 */
final class ExchangeCall {
  private final Served served;
  private final UnaryOperator<Stream> query;
  private final CallInbound in;
  private final CallOutbound out;

  ExchangeCall(Served served, UnaryOperator<Stream> query, CallInbound in, CallOutbound out) {
    this.served = served;
    this.query = query;
    this.in = in;
    this.out = out;
  }

  void run(IpcStreamReader reader) throws IOException, InterruptedException {
    Schema schema = new Schema(reader.schema().getFields());
    try (Subscription sent = new Subscription("exchange", served.limits().queuedBytes(), null);
        StreamingContext context =
            served.queryOfClient().name("exchange").trigger(Trigger.AVAILABLE_NOW).create()) {
      query
          .apply(context.source(SubscriptionSource.exchange("exchange", schema, sent)))
          .to(new ExchangeSink(out, served.limits().messageBytes()));
      context.addListener(
          new BatchListener() {
            @Override
            public void onStop() {
              // the client may be waiting for a result that will not come
              in.end();
            }
          });
      context.start();
      try {
        feed(reader, sent);
      } catch (Throwable e) {
        context.stop(false);
        out.abandon(new CallCancelledException());
        throw e;
      } finally {
        sent.end(null);
      }
      context.awaitTermination();
    }
  }

  private void feed(IpcStreamReader reader, Subscription sent)
      throws IOException, InterruptedException {
    long copied = 0;
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      if (!sent.put(new Subscription.Waiting(batch, reader.bytesCopied() - copied))) {
        return;
      }
      copied = reader.bytesCopied();
    }
  }
}
