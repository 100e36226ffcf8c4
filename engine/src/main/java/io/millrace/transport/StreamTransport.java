package io.millrace.transport;

import io.millrace.sink.Sink;
import io.millrace.source.Source;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A way to exchange batches with other processes that another jar brings, found by name with {@link
 * java.util.ServiceLoader}.
 */
public interface StreamTransport {
  /** Name of the transport, such as {@code ipc}. */
  String name();

  /**
   * A source of what peers send.
   *
   * @param schema the columns of the stream; null means those that the first peer sends, for which
   *     this waits
   * @throws io.millrace.error.UserException if {@code schema} is null and no peer sends one in
   *     time, or the transport cannot use this endpoint
   */
  Source source(Endpoint from, Schema schema, PeerLimits limits);

  /**
   * A sink that sends results to peers.
   *
   * @throws io.millrace.error.UserException if the transport cannot use this endpoint or format
   */
  Sink sink(Endpoint to, PeerLimits limits, StreamFormat format);
}
