package io.millrace.flight.call;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.error.DataException;
import io.millrace.error.DeviceException;
import io.millrace.error.UserException;
import io.millrace.expr.Names;
import io.millrace.flight.topic.SlowReaderException;
import io.millrace.flight.wire.MalformedFrameException;
import java.util.List;
import org.apache.arrow.memory.OutOfMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told of a failure: its kind and one message, never a stack trace. */
final class Statuses {
  private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);

  private Statuses() {}

  static StatusRuntimeException of(Throwable failure) {
    return switch (failure) {
      case StatusRuntimeException told -> told;
      case UserException e -> status(Status.INVALID_ARGUMENT, e);
      case DataException e -> status(Status.INVALID_ARGUMENT, e);
      case MalformedFrameException e -> status(Status.INVALID_ARGUMENT, e);
      case DeviceException e -> status(Status.UNAVAILABLE, e);
      case SlowReaderException e -> status(Status.RESOURCE_EXHAUSTED, e);
      case OutOfMemoryException e -> {
        LOG.warn("The memory for clients is used up.", e);
        yield Status.RESOURCE_EXHAUSTED
            .withDescription(
                "The server's memory for clients is used up. Send smaller batches, or try later.")
            .asRuntimeException();
      }
      default -> {
        LOG.error("A call has failed.", failure);
        yield Status.INTERNAL
            .withDescription("The server has failed; its log tells why.")
            .asRuntimeException();
      }
    };
  }

  private static StatusRuntimeException status(Status status, Exception failure) {
    return status.withDescription(failure.getMessage()).asRuntimeException();
  }

  /** There is nothing of that name. */
  static StatusRuntimeException notFound(String kind, String name, List<String> names) {
    return Status.NOT_FOUND
        .withDescription(
            "A "
                + kind
                + " must exist: name="
                + name
                + ", nearest="
                + Names.nearest(names, name)
                + ".")
        .asRuntimeException();
  }
}
