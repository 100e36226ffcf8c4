/**
 * Sources and sinks over peers: processes that connect, or are connected to, and exchange batches
 * in some protocol.
 */
package io.millrace.ipc.peer;
