package io.millrace.ipc.ring;

import io.millrace.ipc.peer.PeerInput;
import io.millrace.ipc.peer.PeerOptions;
import io.millrace.ipc.peer.PeerOutput;
import io.millrace.ipc.peer.PeerProtocol;
import io.millrace.ipc.peer.Side;
import io.millrace.sink.SinkContext;
import io.millrace.transport.PeerLimits;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** Batches in shared memory, and the words about them over a socket. */
final class RingProtocol implements PeerProtocol {
  private static final int SLOTS = 8;

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
        context,
        copied);
  }

  /** Of a segment that this end makes: it is what may wait. */
  private static RingLayout layout(PeerLimits limits) {
    return RingLayout.sharing(SLOTS, limits.waitingBytes());
  }
}
