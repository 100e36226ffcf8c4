package io.millrace.operator;

import io.millrace.error.DataException;
import io.millrace.error.DeviceException;
import io.millrace.error.InternalException;
import io.millrace.error.UserException;
import io.millrace.plan.Node;
import io.millrace.source.Polled;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** Says where a micro-batch failed, and keeps what kind of failure it was. */
final class BatchFailure {
  private BatchFailure() {}

  /**
   * The failure to throw: of the same kind, its message ending with batch, operator and source
   * positions.
   */
  static RuntimeException of(Throwable failure, long batchId, Map<Node.Input, Polled> polled) {
    String operator = failure instanceof OperatorFailure named ? named.operator() : "none";
    Throwable cause = failure instanceof OperatorFailure named ? named.getCause() : failure;
    String place =
        " At: batch="
            + batchId
            + ", operator="
            + operator
            + ", positions="
            + positions(polled)
            + ".";
    return switch (cause) {
      case CancellationException e -> e;
      case UserException e -> new UserException(e.getMessage() + place, e);
      case DataException e -> new DataException(e.getMessage() + place, e);
      case DeviceException e -> new DeviceException(e.getMessage() + place, e.recoverable(), e);
      case InternalException e -> new InternalException(e.getMessage() + place, e);
      case OutOfMemoryError e ->
          new DeviceException(
              "The machine's memory must hold a batch and the state: error="
                  + e.getMessage()
                  + ". Lower the limits or give the JVM more memory."
                  + place,
              true,
              e);
      case Throwable e ->
          new InternalException(
              "An operator must not fail unexpectedly: error="
                  + e
                  + ". If the cause is not code of your own, please report"
                  + " it."
                  + place,
              e);
    };
  }

  private static String positions(Map<Node.Input, Polled> polled) {
    return polled.entrySet().stream()
        .map(
            entry ->
                entry.getKey().source().name()
                    + " from "
                    + entry.getValue().from()
                    + " to "
                    + entry.getValue().to())
        .collect(Collectors.joining("; ", "[", "]"));
  }
}
