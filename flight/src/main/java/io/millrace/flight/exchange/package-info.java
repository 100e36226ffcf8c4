/** Queries that run over what one client sends, for as long as it sends. */
package io.millrace.flight.exchange;
