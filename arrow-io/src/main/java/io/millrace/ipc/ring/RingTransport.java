package io.millrace.ipc.ring;

import io.millrace.error.UserException;
import io.millrace.ipc.peer.PeerSink;
import io.millrace.ipc.peer.PeerSource;
import io.millrace.sink.Compression;
import io.millrace.sink.Sink;
import io.millrace.source.Source;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import io.millrace.transport.StreamTransport;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.apache.arrow.vector.types.pojo.Schema;

/** Shared memory between processes of one user, under the name {@code ring}. */
public final class RingTransport implements StreamTransport {
  private static final String KIND = "ipcRing";

  /** For the service loader. */
  public RingTransport() {}

  @Override
  public String name() {
    return "ring";
  }

  @Override
  public Source source(Endpoint from, Schema schema, PeerLimits limits) {
    requireUnix(from);
    return PeerSource.over(from, KIND, new RingProtocol(StreamFormat.PLAIN), schema, limits);
  }

  @Override
  public Sink sink(Endpoint to, PeerLimits limits, StreamFormat format) {
    requireUnix(to);
    if (format.compression() != Compression.NONE) {
      throw new UserException(
          "A ring's batches are read in place, so they are not compressed: compression="
              + format.compression()
              + ". Leave it out, or use a stream.");
    }
    return PeerSink.over(to, KIND, new RingProtocol(format), limits, format);
  }

  private static void requireUnix(Endpoint endpoint) {
    SocketAddress address =
        switch (endpoint) {
          case Endpoint.Connect connect -> connect.address();
          case Endpoint.Listen listen -> listen.address();
          case Endpoint.StandardStreams _ -> null;
        };
    if (!(address instanceof UnixDomainSocketAddress)) {
      throw new UserException(
          "A ring is between processes of one machine, over the path of a socket: endpoint="
              + endpoint
              + ".");
    }
  }
}
