/** Streams of batches between processes: where the other end is, and who can carry them. */
package io.millrace.transport;
