package io.millrace.samples;

import io.millrace.flight.Catalogue;
import io.millrace.flight.ServedProgram;

/**
 * Totals of purchases that clients put, over Arrow Flight: {@code ./millrace serve
 * io.millrace.samples.ServedTotals --jar JAR}. {@code samples/python/through_flight.py} is a
 * client.
 */
public final class ServedTotals implements ServedProgram {
  @Override
  public void define(Catalogue catalogue) {
    catalogue.result(
        "totals", PurchaseTotals.of(catalogue.stream("purchases", PurchaseTotals.COLUMNS)));
    catalogue.query("window totals", PurchaseTotals::of);
  }
}
