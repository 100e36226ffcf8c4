package io.millrace.ipc.ring;

import io.millrace.error.DataException;
import io.millrace.error.UserException;
import io.millrace.ipc.peer.PeerOutput;
import io.millrace.ipc.ring.SlotChannel.SlotFullException;
import io.millrace.ipc.write.EncodedBatch;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.SinkContext;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing end of a ring. Each batch is laid out in a slot as a whole stream of its own,
 * dictionaries included; one that does not fit is cut. Without a free slot writing waits.
 */
final class RingOutput implements PeerOutput {
  private static final Logger LOG = LoggerFactory.getLogger(RingOutput.class);
  private static final int CUT_ROWS = 64;

  private final ControlChannel control;
  private final RingHandshake handshake;
  private final String name;
  private final SinkContext context;
  private final WriteLayout columns;
  private final AtomicLong copied;
  private final ReentrantLock turn = new ReentrantLock();
  private RingSegment segment;
  private WriteSlots slots;
  private volatile boolean finished;
  private final AtomicBoolean reported = new AtomicBoolean();

  /** The last batch that was published, and the last of a result that was written whole. */
  private long sequence;

  private volatile long whole;

  RingOutput(
      ControlChannel control,
      RingHandshake handshake,
      String name,
      List<String> encoded,
      SinkContext context,
      AtomicLong copied) {
    this.control = control;
    this.handshake = handshake;
    this.name = name;
    this.context = context;
    this.columns = WriteLayout.encoding(context.schema(), encoded);
    this.copied = copied;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void begin(Runnable first) throws IOException {
    RingSegment agreed = handshake.over(control);
    turn.lock();
    try {
      segment = agreed;
      slots = new WriteSlots(agreed.layout().slots());
      first.run();
    } finally {
      turn.unlock();
    }
  }

  /**
   * Takes back the slots that the reader releases, until it has gone.
   *
   * @throws EOFException if it says that it has failed
   */
  @Override
  public void awaitEnd() throws IOException {
    try {
      for (RingMessage message = control.receive(); message != null; message = control.receive()) {
        switch (message) {
          case RingMessage.Released released -> slots.release(released);
          case RingMessage.Failed failed -> throw new EOFException("failed: " + failed.reason());
          default -> throw new DataException("A ring's reader releases: message=" + message + ".");
        }
      }
      readerIsGone();
    } catch (DataException e) {
      readerIsGone();
      control.fail(e.getMessage());
      throw e;
    } catch (IOException e) {
      readerIsGone(e);
      throw e;
    } finally {
      slots.end();
    }
  }

  private void readerIsGone(IOException cause) {
    if (!(cause instanceof ClosedChannelException)) { // which is this end's own doing
      readerIsGone();
    }
  }

  /** Says, once, what may be lost by that. The result in hand is not: it will be written again. */
  private void readerIsGone() {
    long unread = slots.end(whole);
    if (unread > 0 && !finished && !reported.getAndSet(true)) {
      LOG.warn(
          "A reader has gone with batches that it may not have read and that are not sent again:"
              + " peer={}, count={}, published={}",
          name,
          unread,
          whole);
    }
  }

  @Override
  public void write(List<Batch> batches) throws IOException {
    turn.lock();
    try {
      for (Batch batch : batches) {
        if (batch.rows() > 0) {
          cut(batch);
        }
      }
      whole = sequence;
    } catch (IOException e) {
      if (slots != null) {
        readerIsGone(e);
      }
      throw e;
    } finally {
      turn.unlock();
    }
  }

  /** Writes a batch in as few equal parts as are likely to fit. */
  private void cut(Batch batch) throws IOException {
    long room = requireBegun().layout().slotBytes() - RingLayout.PAGE;
    long parts = Math.max(1, (batch.bytes() + room) / Math.max(1, room));
    long rows = (batch.rows() / parts + CUT_ROWS) / CUT_ROWS * CUT_ROWS;
    if (parts == 1 || rows >= batch.rows()) {
      write(batch);
      return;
    }
    for (long from = 0; from < batch.rows(); from += rows) {
      try (Batch part = batch.slice((int) from, (int) Math.min(rows, batch.rows() - from))) {
        write(part);
      }
    }
  }

  private RingSegment requireBegun() throws IOException {
    if (segment == null) {
      throw new IOException("the connection is closed");
    }
    return segment;
  }

  private void write(Batch batch) throws IOException {
    int slot = slots.take();
    long length;
    try {
      length = fill(slot, batch);
    } catch (SlotFullException e) {
      slots.giveBack(slot);
      halve(batch, e);
      return;
    } catch (IOException | RuntimeException | Error e) {
      slots.giveBack(slot);
      throw e;
    }
    sequence++;
    slots.publish(slot, sequence);
    segment.publish(slot, sequence, length);
    control.send(new RingMessage.Published(slot, sequence, length));
    copied.addAndGet(length);
  }

  private long fill(int slot, Batch batch) throws IOException {
    segment.begin(slot);
    SlotChannel channel = new SlotChannel(segment.payload(slot), segment.layout().slotBytes());
    try (EncodedBatch encoded = EncodedBatch.of(batch, columns, context.allocator());
        IpcStreamWriter writer = new IpcStreamWriter(channel, columns, context.allocator())) {
      writer.write(encoded.batch());
      writer.finish();
      copied.addAndGet(encoded.copied() + writer.bytesCopied());
    }
    return channel.position();
  }

  private void halve(Batch batch, SlotFullException full) throws IOException {
    if (batch.rows() == 1) {
      throw new UserException(
          "A row must fit into a slot of the ring: peer="
              + name
              + ", slotBytes="
              + segment.layout().slotBytes()
              + ". Make the ring's slots larger.",
          full);
    }
    int half = batch.rows() / 2;
    try (Batch left = batch.slice(0, half);
        Batch right = batch.slice(half, batch.rows() - half)) {
      write(left);
      write(right);
    }
  }

  @Override
  public void finish() throws IOException {
    finished = true;
    control.send(new RingMessage.End(sequence));
  }

  /** Closes the socket, which ends whatever waits for the peer, then gives up the segment. */
  @Override
  public void close() throws IOException {
    control.close();
    if (slots != null) {
      slots.end();
    }
    turn.lock();
    try (RingSegment closing = segment) {
      segment = null;
    } finally {
      turn.unlock();
    }
  }
}
