package io.millrace.operator;

import io.millrace.placement.PlacedBackend;
import io.millrace.plan.Node;
import io.millrace.source.Limit;
import io.millrace.source.Polled;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one round of polls took from the sources; owns the batches. A failure of a source is kept,
 * to be thrown when it is this round's turn.
 */
final class Intake {
  private final Map<Node.Input, Polled> polled = new LinkedHashMap<>();
  private OperatorFailure failure;
  private long rowsReplaced;

  private Intake() {}

  /** Polls each source once. */
  static Intake poll(Collection<Node.Input> inputs, Limit limit) {
    Intake intake = new Intake();
    for (Node.Input input : inputs) {
      try {
        intake.polled.put(input, input.source().poll(limit));
      } catch (Throwable e) {
        intake.failure = new OperatorFailure("source " + input.source().name(), e);
        break;
      }
    }
    if (intake.failure == null) {
      intake.rowsReplaced = inputs.stream().mapToLong(in -> in.source().rowsReplaced()).sum();
    }
    return intake;
  }

  /** What each source gave. */
  Map<Node.Input, Polled> polled() {
    return polled;
  }

  /** Throws what a source threw. */
  void requireWhole() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Whether a source had more than the limit. */
  boolean more() {
    return polled.values().stream().anyMatch(Polled::more);
  }

  /** Whether there is neither a row nor a failure. */
  boolean isEmpty() {
    return failure == null && rows() == 0;
  }

  /** Rows of all sources. */
  long rows() {
    return polled.values().stream().mapToLong(Polled::rows).sum();
  }

  /** The most rows that one source gave. */
  long mostRows() {
    return polled.values().stream().mapToLong(Polled::rows).max().orElse(0);
  }

  /** Rows so far in which the sources replaced text that was not UTF-8. */
  long rowsReplaced() {
    return rowsReplaced;
  }

  /** Has the device begin with these batches while it computes others. */
  void stageAhead(PlacedBackend backend, Map<Node.Input, Stage> stages) {
    polled.forEach(
        (input, one) -> {
          Stage head = stages.get(input);
          if (!head.takesWhole()) {
            int[] columns = head.needs().stream().toArray();
            one.batches().stream()
                .filter(batch -> batch.rows() > 0)
                .forEach(batch -> backend.stageAhead(batch, columns));
          }
        });
  }

  /** Closes the batches, once nothing of them is staged any more. */
  void close(PlacedBackend backend) {
    polled.values().forEach(one -> one.batches().forEach(backend::releaseAhead));
    polled.values().forEach(Polled::close);
  }
}
