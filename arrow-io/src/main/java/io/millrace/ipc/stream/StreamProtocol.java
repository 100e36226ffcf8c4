package io.millrace.ipc.stream;

import io.millrace.ipc.peer.PeerInput;
import io.millrace.ipc.peer.PeerOutput;
import io.millrace.ipc.peer.PeerProtocol;
import io.millrace.ipc.peer.Side;
import io.millrace.sink.SinkContext;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** The Arrow IPC stream format and nothing else, from the writer to the reader. */
final class StreamProtocol implements PeerProtocol {
  private final StreamFormat format;

  /** Written so; what is read may be in any format. */
  StreamProtocol(StreamFormat format) {
    this.format = format;
  }

  @Override
  public PeerInput input(SocketChannel channel, String name, Side side, PeerLimits limits) {
    return new StreamInput(channel, name, limits);
  }

  @Override
  public PeerOutput output(
      SocketChannel channel,
      String name,
      Side side,
      PeerLimits limits,
      SinkContext context,
      AtomicLong copied) {
    return new StreamOutput(channel, name, format, context, copied);
  }
}
