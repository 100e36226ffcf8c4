package io.millrace.ipc.stream;

import io.millrace.sink.Sink;
import io.millrace.source.Source;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamTransport;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow IPC streams over sockets and pipes, under the name {@code ipc}. */
public final class IpcStreamTransport implements StreamTransport {
  /** For the service loader. */
  public IpcStreamTransport() {}

  @Override
  public String name() {
    return "ipc";
  }

  @Override
  public Source source(Endpoint from, Schema schema, PeerLimits limits) {
    Feed feed =
        switch (from) {
          case Endpoint.Connect connect ->
              new ConnectingFeed(connect.address(), connect.toString(), limits);
          case Endpoint.Listen listen -> new ListeningFeed(listen.address(), limits);
          case Endpoint.StandardStreams _ ->
              new PipeFeed(
                  new FileInputStream(FileDescriptor.in).getChannel(), "standard input", limits);
        };
    return new IpcStreamSource(feed, schema, limits);
  }

  @Override
  public Sink sink(Endpoint to) {
    Outlet outlet =
        switch (to) {
          case Endpoint.Connect connect ->
              new ConnectingOutlet(connect.address(), connect.toString());
          case Endpoint.Listen listen -> new ListeningOutlet(listen.address());
          case Endpoint.StandardStreams _ ->
              new PipeOutlet(
                  new FileOutputStream(FileDescriptor.out).getChannel(), "standard output");
        };
    return new IpcStreamSink(outlet);
  }
}
