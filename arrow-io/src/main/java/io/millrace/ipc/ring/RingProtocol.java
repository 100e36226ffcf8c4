package io.millrace.ipc.ring;

import io.millrace.ipc.peer.PeerInput;
import io.millrace.ipc.peer.PeerOptions;
import io.millrace.ipc.peer.PeerOutput;
import io.millrace.ipc.peer.PeerProtocol;
import io.millrace.ipc.peer.Side;
import io.millrace.sink.SinkContext;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** Batches in shared memory, and the words about them over a socket. */
final class RingProtocol implements PeerProtocol {
  private static final int SLOTS = 8;

  private final StreamFormat format;

  /** Written so, as far as columns are concerned; what is read may be in any format. */
  RingProtocol(StreamFormat format) {
    this.format = format;
  }

  @Override
  public PeerInput input(SocketChannel channel, String name, Side side, PeerLimits limits) {
    return new RingInput(
        new ControlChannel(channel),
        new RingHandshake(side, false, layout(limits)),
        name,
        PeerOptions.of(limits));
  }

  @Override
  public PeerOutput output(
      SocketChannel channel,
      String name,
      Side side,
      PeerLimits limits,
      SinkContext context,
      AtomicLong copied) {
    return new RingOutput(
        new ControlChannel(channel),
        new RingHandshake(side, true, layout(limits)),
        name,
        format.encoded(),
        context,
        copied);
  }

  /** Of a segment that this end makes: it is what may wait. */
  private static RingLayout layout(PeerLimits limits) {
    return RingLayout.sharing(SLOTS, limits.waitingBytes());
  }
}
