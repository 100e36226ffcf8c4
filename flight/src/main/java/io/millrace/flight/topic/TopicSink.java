package io.millrace.flight.topic;

import io.millrace.kernels.batch.Batch;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import java.io.InterruptedIOException;

/** Writes a query's results into a topic. */
public final class TopicSink implements Sink {
  private final Topic topic;
  private long copied;

  /** A sink for one topic, which outlives it. */
  public TopicSink(Topic topic) {
    this.topic = topic;
  }

  @Override
  public String name() {
    return "flight(" + topic.name() + ")";
  }

  @Override
  public void open(SinkContext context) {}

  /** Waits for readers without room, and so lets the query run no faster than they read. */
  @Override
  public void write(Result result) throws InterruptedIOException {
    try {
      for (Batch batch : result.batches()) {
        if (batch.rows() > 0) {
          topic.publish(batch, 0);
        }
      }
      copied += topic.copiedOut().getAndSet(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a reader had no room");
    }
  }

  /** Readers are sent to on threads of theirs: what they have copied counts with a later batch. */
  @Override
  public long bytesCopied() {
    return copied;
  }

  @Override
  public void close() {
    // whoever owns the query knows how it ended, and ends the topic
  }
}
