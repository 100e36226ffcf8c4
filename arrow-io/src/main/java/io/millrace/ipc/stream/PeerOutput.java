package io.millrace.ipc.stream;

import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.SinkContext;
import java.io.IOException;
import java.nio.channels.GatheringByteChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream to a peer. Columns are plain, so that they are the same in every batch. Thread-safe:
 * who sends while another one does waits for it.
 */
final class PeerOutput implements AutoCloseable {
  private final GatheringByteChannel channel;
  private final String name;
  private final SinkContext context;
  private final AtomicLong copied;
  private final ReentrantLock turn = new ReentrantLock();
  private IpcStreamWriter writer;

  /**
   * A stream that has not begun.
   *
   * @param channel closed with this
   * @param copied gets the bytes that had to be written anew in memory first
   */
  PeerOutput(GatheringByteChannel channel, String name, SinkContext context, AtomicLong copied) {
    this.channel = channel;
    this.name = name;
    this.context = context;
    this.copied = copied;
  }

  String name() {
    return name;
  }

  /** Sends the columns. */
  void begin() throws IOException {
    begin(() -> {});
  }

  /**
   * Does something, then sends the columns; batches that others send from the moment on in which it
   * was done come behind them.
   */
  void begin(Runnable first) throws IOException {
    turn.lock();
    try {
      first.run();
      writer =
          new IpcStreamWriter(channel, WriteLayout.plain(context.schema()), context.allocator());
    } finally {
      turn.unlock();
    }
  }

  /** Sends batches. */
  void write(List<Batch> batches) throws IOException {
    turn.lock();
    try {
      for (Batch batch : batches) {
        if (batch.rows() > 0) {
          long before = requireBegun().bytesCopied();
          writer.write(batch);
          copied.addAndGet(writer.bytesCopied() - before);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /** Sends the mark of the end. */
  void finish() throws IOException {
    turn.lock();
    try {
      requireBegun().finish();
    } finally {
      turn.unlock();
    }
  }

  private IpcStreamWriter requireBegun() throws IOException {
    if (writer == null) {
      throw new IOException("the columns could not be sent");
    }
    return writer;
  }

  /** Closes the channel, which ends a write that waits, then the stream. */
  @Override
  public void close() throws IOException {
    channel.close();
    turn.lock();
    try {
      if (writer != null) {
        writer.close();
      }
    } finally {
      turn.unlock();
    }
  }
}
