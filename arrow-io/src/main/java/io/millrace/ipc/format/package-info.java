/**
 * The Arrow IPC format's metadata, read from bytes that are not trusted: flatbuffers, schemas,
 * messages, footers.
 */
package io.millrace.ipc.format;
