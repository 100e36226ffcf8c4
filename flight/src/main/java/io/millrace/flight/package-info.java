/**
 * Streams, results and queries served over Arrow Flight: a {@link io.millrace.flight.Catalogue}
 * says what there is, a {@link io.millrace.flight.FlightServer} serves it.
 */
package io.millrace.flight;
