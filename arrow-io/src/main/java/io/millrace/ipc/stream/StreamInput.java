package io.millrace.ipc.stream;

import io.millrace.error.DataException;
import io.millrace.ipc.SchemaDifference;
import io.millrace.ipc.peer.Arrivals;
import io.millrace.ipc.peer.Lease;
import io.millrace.ipc.peer.PeerInput;
import io.millrace.ipc.peer.PeerOptions;
import io.millrace.ipc.read.IpcStreamReader;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.kernels.batch.Batch;
import io.millrace.transport.PeerLimits;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One stream of a peer: its columns can be read first, then its batches. For one thread at a time.
 */
final class StreamInput implements PeerInput {
  private final Opening channel;
  private final String name;
  private final ReadOptions options;

  /** A stream that will be read from here on; the channel is closed with this. */
  StreamInput(ReadableByteChannel channel, String name, PeerLimits limits) {
    this.channel = new Opening(channel);
    this.name = name;
    this.options = PeerOptions.of(limits);
  }

  @Override
  public Schema awaitSchema() throws IOException {
    channel.record();
    try (BufferAllocator none = new RootAllocator(0)) {
      // not closed, since that would close the channel; without a batch it holds nothing
      Schema schema = open(none).schema();
      channel.rewind();
      return schema;
    }
  }

  private IpcStreamReader open(BufferAllocator allocator) throws IOException {
    try {
      return IpcStreamReader.open(channel, name, allocator, options);
    } catch (DataException e) {
      throw gone(e);
    }
  }

  @Override
  public void readInto(Arrivals arrivals, Schema schema, BufferAllocator allocator)
      throws IOException, InterruptedException {
    int[] columns = IntStream.range(0, schema.getFields().size()).toArray();
    try (IpcStreamReader reader = open(allocator)) {
      SchemaDifference.requireNone(schema, reader.schema(), name);
      long copied = 0;
      for (Batch read = next(reader); read != null; read = next(reader)) {
        try (Batch batch = read) {
          arrivals.put(batch.select(schema, columns), reader.bytesCopied() - copied, Lease.NONE);
          copied = reader.bytesCopied();
        }
      }
    }
  }

  private Batch next(IpcStreamReader reader) throws IOException {
    try {
      return reader.next();
    } catch (DataException e) {
      throw gone(e);
    }
  }

  /** What the reader found wrong, or, if that is only that there is no more, that the peer left. */
  private DataException gone(DataException wrong) throws EOFException {
    if (channel.hasEnded()) {
      EOFException left =
          new EOFException("went away within a message: " + withoutStop(wrong.getMessage()));
      left.initCause(wrong);
      throw left;
    }
    return wrong;
  }

  /** A sentence that another one goes on after. */
  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
