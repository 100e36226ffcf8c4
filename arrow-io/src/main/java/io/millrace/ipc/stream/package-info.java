/** Arrow IPC streams over sockets and pipes, as sources and sinks. */
package io.millrace.ipc.stream;
