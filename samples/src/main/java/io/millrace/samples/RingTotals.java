package io.millrace.samples;

import io.millrace.StreamingContext;
import io.millrace.transport.Endpoint;
import java.nio.file.Path;

/**
 * Totals of purchases that another process of this user writes into shared memory, written into
 * shared memory for it to read. {@code samples/python/through_ring.py} is that process.
 *
 * <p>Arguments: the two sockets' paths, at both of which the other process listens. Runs until it
 * is told to end.
 */
public final class RingTotals {
  private RingTotals() {}

  /** Runs the sample. */
  public static void main(String[] arguments) throws InterruptedException {
    try (StreamingContext context = StreamingContext.builder().create()) {
      Endpoint from = Endpoint.connect(Path.of(arguments[0]));
      Endpoint to = Endpoint.connect(Path.of(arguments[1]));
      PurchaseTotals.of(context.ipcRing(from, PurchaseTotals.COLUMNS)).toIpcRing(to);
      context.start();
      context.awaitTermination();
    }
  }
}
