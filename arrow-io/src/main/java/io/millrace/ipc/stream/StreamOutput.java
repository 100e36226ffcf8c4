package io.millrace.ipc.stream;

import io.millrace.ipc.peer.PeerOutput;
import io.millrace.ipc.write.EncodedBatch;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.SinkContext;
import io.millrace.transport.StreamFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream to a peer. Which columns are encoded was stated, so that they are the same in every
 * batch. Thread-safe: who sends while another one does waits for it.
 */
final class StreamOutput implements PeerOutput {
  private final GatheringByteChannel channel;
  private final String name;
  private final StreamFormat format;
  private final SinkContext context;
  private final AtomicLong copied;
  private final ReentrantLock turn = new ReentrantLock();
  private WriteLayout layout;
  private IpcStreamWriter writer;

  /**
   * A stream that has not begun.
   *
   * @param channel closed with this
   * @param copied gets the bytes that had to be written anew in memory first
   */
  StreamOutput(
      GatheringByteChannel channel,
      String name,
      StreamFormat format,
      SinkContext context,
      AtomicLong copied) {
    this.format = format;
    this.channel = channel;
    this.name = name;
    this.context = context;
    this.copied = copied;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void begin(Runnable first) throws IOException {
    turn.lock();
    try {
      first.run();
      layout = WriteLayout.encoding(context.schema(), format.encoded());
      writer = new IpcStreamWriter(channel, layout, format.compression(), context.allocator());
    } finally {
      turn.unlock();
    }
  }

  /** A reader has nothing to say; one that closes, or half-closes, its end is gone. */
  @Override
  public void awaitEnd() throws IOException {
    ByteBuffer nothing = ByteBuffer.allocate(64);
    while (channel instanceof ReadableByteChannel answers && answers.read(nothing.clear()) >= 0) {
      // what a reader says means nothing
    }
  }

  @Override
  public void write(List<Batch> batches) throws IOException {
    turn.lock();
    try {
      for (Batch batch : batches) {
        if (batch.rows() > 0) {
          write(batch);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  private void write(Batch batch) throws IOException {
    long before = requireBegun().bytesCopied();
    try (EncodedBatch encoded = EncodedBatch.of(batch, layout, context.allocator())) {
      writer.write(encoded.batch());
      copied.addAndGet(encoded.copied() + writer.bytesCopied() - before);
    }
  }

  @Override
  public void finish() throws IOException {
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
