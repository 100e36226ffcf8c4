/** The calls that a client may make, each on a thread of its own. */
package io.millrace.flight.call;
