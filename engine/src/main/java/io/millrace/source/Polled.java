package io.millrace.source;

import io.millrace.kernels.batch.Batch;
import java.util.List;

/**
 * What one poll took.
 *
 * @param batches in order, each with the source's schema; owned by whoever holds this, empty if
 *     nothing had arrived
 * @param from where the batches begin
 * @param to where they end; what to commit once they are done with
 * @param more whether the limit, not the lack of data, ended the poll
 * @param bytesCopied bytes that the source copied on their way from the outside into the batches'
 *     buffers
 */
public record Polled(List<Batch> batches, Offset from, Offset to, boolean more, long bytesCopied)
    implements AutoCloseable {
  public Polled {
    batches = List.copyOf(batches);
  }

  /** Nothing had arrived. */
  public static Polled nothing(Offset at) {
    return new Polled(List.of(), at, at, false, 0);
  }

  /** Rows in all batches. */
  public long rows() {
    return batches.stream().mapToLong(Batch::rows).sum();
  }

  /** Closes the batches. */
  @Override
  public void close() {
    batches.forEach(Batch::close);
  }
}
