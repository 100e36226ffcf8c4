/**
 * Batches through shared memory, written where they are read. The protocol stands in {@code
 * docs/ring.md}.
 */
package io.millrace.ipc.ring;
