/**
 * Flight's data messages between gRPC and the readers and writers of Arrow IPC: what a message
 * carries is neither parsed nor copied here more often than once.
 */
package io.millrace.flight.wire;
