package io.millrace.samples;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Stands in for {@code nc -l} where there is none: waits on a port of this machine for one
 * connection, sends it standard input to the end, and then holds the connection open until the
 * other side closes it.
 *
 * <p>Arguments: {@code <port>}; 0 takes a free one. Says on standard error which one it is.
 */
public final class SendLines {
  private SendLines() {}

  /** Runs the sample. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      System.err.println("port=" + server.getLocalPort());
      try (Socket client = server.accept();
          OutputStream out = client.getOutputStream()) {
        System.in.transferTo(out);
        client.getInputStream().skipNBytes(Long.MAX_VALUE);
      } catch (EOFException e) {
        System.err.println("The other side has closed the connection.");
      }
    }
  }
}
