package io.millrace.ipc.peer;

import io.millrace.error.UserException;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** Sends results to peers. A peer that is slow makes the query wait; nothing is kept for it. */
public final class PeerSink implements Sink {
  private final String kind;
  private final StreamFormat format;
  private final Outlet outlet;

  private PeerSink(String kind, StreamFormat format, Outlet outlet) {
    this.kind = kind;
    this.format = format;
    this.outlet = outlet;
  }

  /**
   * A sink to peers over a socket.
   *
   * @param kind of the sink, for its name
   * @param format in which the protocol writes
   */
  public static PeerSink over(
      Endpoint to, String kind, PeerProtocol protocol, PeerLimits limits, StreamFormat format) {
    Outlet outlet =
        switch (to) {
          case Endpoint.Connect connect ->
              new ConnectingOutlet(connect.address(), connect.toString(), protocol, limits);
          case Endpoint.Listen listen -> new ListeningOutlet(listen.address(), protocol, limits);
          case Endpoint.StandardStreams _ ->
              throw new UserException(
                  "A sink over sockets needs an address: sink=" + kind + ", endpoint=" + to + ".");
        };
    return new PeerSink(kind, format, outlet);
  }

  /**
   * A sink into a pipe.
   *
   * @param opening makes what is written to, given where to count copied bytes
   */
  public static PeerSink over(
      BiFunction<SinkContext, AtomicLong, PeerOutput> opening,
      String name,
      String kind,
      StreamFormat format) {
    return new PeerSink(kind, format, new PipeOutlet(opening, name));
  }

  @Override
  public String name() {
    return kind + "(" + outlet.name() + ")";
  }

  @Override
  public void open(SinkContext context) throws IOException {
    // each connection makes its layout for itself: what is wrong with it is told now
    WriteLayout.encoding(context.schema(), format.encoded());
    outlet.open(context);
  }

  @Override
  public void write(Result result) throws IOException {
    if (result.rows() > 0) {
      outlet.write(result.batches());
    }
  }

  @Override
  public void finish() throws IOException {
    outlet.finish();
  }

  @Override
  public void stopping(boolean graceful) {
    outlet.stopping(graceful);
  }

  @Override
  public long bytesCopied() {
    return outlet.bytesCopied();
  }

  @Override
  public void close() throws IOException {
    outlet.close();
  }
}
