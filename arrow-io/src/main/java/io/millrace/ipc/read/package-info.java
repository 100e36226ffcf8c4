/** Readers of Arrow IPC files and streams, in place where the input is mapped. */
package io.millrace.ipc.read;
