/**
 * Arrow IPC files and folders of files as sources and sinks. The reader ({@link
 * io.millrace.ipc.read}) uses mapped memory in place and trusts no byte of it before it was
 * checked; the writer ({@link io.millrace.ipc.write}) writes straight from the columns' buffers.
 */
package io.millrace.ipc;
