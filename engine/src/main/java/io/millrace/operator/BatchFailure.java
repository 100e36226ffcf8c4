package io.millrace.operator;

import io.millrace.plan.Node;
import io.millrace.source.Polled;
import java.util.Map;
import java.util.stream.Collectors;

/** Says where a micro-batch failed, and keeps what kind of failure it was. */
final class BatchFailure {
  private BatchFailure() {}

  /**
   * The failure to throw: of the same kind, its message ending with batch, operator and source
   * positions; what other workers threw is suppressed into it. A cancelled batch stays cancelled.
   */
  static RuntimeException of(Throwable failure, long batchId, Map<Node.Input, Polled> polled) {
    Throwable cause = cause(failure);
    if (cause instanceof BatchCancelled cancelled) {
      return cancelled;
    }
    String operator = failure instanceof OperatorFailure named ? named.operator() : "none";
    RuntimeException placed =
        PlacedFailure.of(
            cause,
            "batch=" + batchId + ", operator=" + operator + ", positions=" + positions(polled));
    for (Throwable other : failure.getSuppressed()) {
      if (failure != cause && !(cause(other) instanceof BatchCancelled)) {
        placed.addSuppressed(cause(other));
      }
    }
    return placed;
  }

  /** What went wrong, without the operator's name around it. */
  static Throwable cause(Throwable failure) {
    return failure instanceof OperatorFailure named ? named.getCause() : failure;
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
