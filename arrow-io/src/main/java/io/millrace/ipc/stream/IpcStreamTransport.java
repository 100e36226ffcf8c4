package io.millrace.ipc.stream;

import io.millrace.ipc.peer.PeerSink;
import io.millrace.ipc.peer.PeerSource;
import io.millrace.sink.Sink;
import io.millrace.source.Source;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import io.millrace.transport.StreamTransport;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.channels.FileChannel;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow IPC streams over sockets and pipes, under the name {@code ipc}. */
public final class IpcStreamTransport implements StreamTransport {
  private static final String KIND = "ipcStream";

  /** For the service loader. */
  public IpcStreamTransport() {}

  @Override
  public String name() {
    return "ipc";
  }

  @Override
  public Source source(Endpoint from, Schema schema, PeerLimits limits) {
    if (!(from instanceof Endpoint.StandardStreams)) {
      return PeerSource.over(from, KIND, new StreamProtocol(StreamFormat.PLAIN), schema, limits);
    }
    FileChannel in = new FileInputStream(FileDescriptor.in).getChannel();
    String name = "standard input";
    return PeerSource.over(new StreamInput(in, name, limits), name, KIND, schema, limits);
  }

  @Override
  public Sink sink(Endpoint to, PeerLimits limits, StreamFormat format) {
    if (!(to instanceof Endpoint.StandardStreams)) {
      return PeerSink.over(to, KIND, new StreamProtocol(format), limits, format);
    }
    FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
    String name = "standard output";
    return PeerSink.over(
        (context, copied) -> new StreamOutput(out, name, format, context, copied),
        name,
        KIND,
        format);
  }
}
