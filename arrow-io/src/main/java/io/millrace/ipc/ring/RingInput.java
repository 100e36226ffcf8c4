package io.millrace.ipc.ring;

import io.millrace.error.DataException;
import io.millrace.ipc.SchemaDifference;
import io.millrace.ipc.peer.Arrivals;
import io.millrace.ipc.peer.PeerInput;
import io.millrace.ipc.read.IpcStreamReader;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.kernels.batch.Batch;
import java.io.EOFException;
import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** The reading end of a ring. Batches lie in its slots, which go back when they are closed. */
final class RingInput implements PeerInput {
  private final ControlChannel control;
  private final RingHandshake handshake;
  private final String name;
  private final ReadOptions options;
  private RingSegment segment;
  private ReadSlots slots;
  private RingMessage.Published first;

  RingInput(ControlChannel control, RingHandshake handshake, String name, ReadOptions options) {
    this.control = control;
    this.handshake = handshake;
    this.name = name;
    this.options = options;
  }

  private void begin() throws IOException {
    if (segment == null) {
      segment = handshake.over(control);
      slots = new ReadSlots(segment, control);
    }
  }

  @Override
  public Schema awaitSchema() throws IOException {
    begin();
    try {
      first = published();
      if (first == null) {
        throw new EOFException("ended before its first batch");
      }
      return schema(first);
    } catch (DataException e) {
      control.fail(e.getMessage());
      throw e;
    }
  }

  /** The columns of a slot's stream, which stays unread. */
  private Schema schema(RingMessage.Published published) throws IOException {
    long address = segment.payload(published.slot());
    try (BufferAllocator allocator = new RootAllocator()) {
      ArrowBuf payload =
          allocator.wrapForeignAllocation(
              new ForeignAllocation(published.length(), address) {
                @Override
                protected void release0() {
                  // the slot is still to be read
                }
              });
      try (IpcStreamReader reader =
          IpcStreamReader.open(payload, name(published), allocator, options)) {
        return reader.schema();
      }
    }
  }

  private String name(RingMessage.Published published) {
    return name + " batch " + published.sequence();
  }

  /** Waits for the next slot; null at the end. */
  private RingMessage.Published published() throws IOException {
    RingMessage message = control.receive();
    return switch (message) {
      case null -> throw new EOFException("went away without an end");
      case RingMessage.Published published -> {
        slots.require(published);
        yield published;
      }
      case RingMessage.End end when end.published() == slots.lastSequence() -> null;
      case RingMessage.Failed failed -> throw new EOFException("failed: " + failed.reason());
      default ->
          throw new DataException(
              "A ring's writer publishes and ends, with the right count: message="
                  + message
                  + ", published="
                  + slots.lastSequence()
                  + ".");
    };
  }

  @Override
  public void readInto(Arrivals arrivals, Schema schema, BufferAllocator allocator)
      throws IOException, InterruptedException {
    begin();
    try {
      RingMessage.Published next = first != null ? first : published();
      while (next != null) {
        read(next, arrivals, schema, allocator);
        next = published();
      }
    } catch (DataException e) {
      control.fail(e.getMessage());
      throw e;
    }
  }

  private void read(
      RingMessage.Published published, Arrivals arrivals, Schema schema, BufferAllocator allocator)
      throws IOException, InterruptedException {
    int[] columns = IntStream.range(0, schema.getFields().size()).toArray();
    ArrowBuf payload = slots.payload(published, allocator);
    try (IpcStreamReader reader =
        IpcStreamReader.open(payload, name(published), allocator, options)) {
      SchemaDifference.requireNone(schema, reader.schema(), name);
      long copied = 0;
      for (Batch read = reader.next(); read != null; read = reader.next()) {
        try (Batch batch = read) {
          arrivals.put(
              batch.select(schema, columns),
              reader.bytesCopied() - copied,
              slots.lease(published.slot()));
          copied = reader.bytesCopied();
        } catch (InterruptedException e) {
          // before the slot is released: the writer must not take it for one that was read
          control.close();
          throw e;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (RingSegment closing = segment) {
      segment = null;
      control.close();
    }
  }
}
