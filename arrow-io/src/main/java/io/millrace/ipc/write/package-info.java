/** Writers of Arrow IPC files and streams, straight from the columns' buffers. */
package io.millrace.ipc.write;
