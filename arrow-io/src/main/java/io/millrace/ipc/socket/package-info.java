/** Sockets for peers: TCP and Unix domain, listening and connecting. */
package io.millrace.ipc.socket;
