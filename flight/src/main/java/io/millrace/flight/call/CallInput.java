package io.millrace.flight.call;

import io.millrace.error.UserException;
import io.millrace.flight.wire.FrameChannel;
import io.millrace.flight.wire.InboundFrame;
import io.millrace.ipc.format.IpcLimits;
import io.millrace.ipc.read.IpcStreamReader;
import io.millrace.ipc.read.ReadOptions;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What a client sends in one call: what it is about, then batches.
 *
 * @param name of the call, for messages
 */
record CallInput(String name, Descriptor about, FrameChannel channel) implements AutoCloseable {
  /** Waits for the first message, which says what the call is about. */
  static CallInput begin(CallInbound in, String name, IpcLimits limits) throws IOException {
    InboundFrame first = in.next();
    if (first == null) {
      throw new UserException("A call must say what it is about: messages=0.");
    }
    FrameChannel channel = new FrameChannel(first, in, name, limits);
    try {
      return new CallInput(name, Descriptor.of(first.descriptor()), channel);
    } catch (RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** Waits for the columns of what comes; the caller closes the reader. */
  IpcStreamReader reader(BufferAllocator allocator, ReadOptions options) throws IOException {
    return IpcStreamReader.open(channel, name, allocator, options);
  }

  @Override
  public void close() {
    channel.close();
  }
}
