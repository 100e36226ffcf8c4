package io.millrace.transport;

import io.millrace.error.UserException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** Where the other end of a stream is: whom to connect to, where to listen, or the pipes. */
public sealed interface Endpoint {
  /**
   * Connects to a peer that listens, and again whenever the connection is lost.
   *
   * @param address TCP, or a Unix domain socket; a host's name is looked up at each try
   */
  record Connect(SocketAddress address) implements Endpoint {
    public Connect {
      requireKnown(address);
    }

    @Override
    public String toString() {
      return text(address);
    }
  }

  /**
   * Listens for peers.
   *
   * @param address TCP, port 0 for any that is free; or the path of a Unix domain socket, made with
   *     mode 0600
   */
  record Listen(SocketAddress address) implements Endpoint {
    public Listen {
      requireKnown(address);
    }

    @Override
    public String toString() {
      return "listen " + text(address);
    }
  }

  /** Standard input for a source, standard output for a sink. */
  record StandardStreams() implements Endpoint {
    @Override
    public String toString() {
      return "standard streams";
    }
  }

  /** Connects over TCP. */
  static Endpoint connect(String host, int port) {
    requirePort(port, 1);
    return new Connect(InetSocketAddress.createUnresolved(host, port));
  }

  /** Connects to a Unix domain socket. */
  static Endpoint connect(Path socket) {
    return new Connect(UnixDomainSocketAddress.of(socket));
  }

  /** Listens on a TCP port of this machine only. */
  static Endpoint listen(int port) {
    return listen("localhost", port);
  }

  /** Listens on a TCP port of one of the machine's addresses; {@code 0.0.0.0} for all of them. */
  static Endpoint listen(String host, int port) {
    requirePort(port, 0);
    return new Listen(InetSocketAddress.createUnresolved(host, port));
  }

  /** Listens on a Unix domain socket. */
  static Endpoint listen(Path socket) {
    return new Listen(UnixDomainSocketAddress.of(socket));
  }

  /** Standard input, or standard output, on which nothing else may be printed then. */
  static Endpoint standard() {
    return new StandardStreams();
  }

  private static void requirePort(int port, int least) {
    if (port < least || port > 65_535) {
      throw new UserException(
          "A TCP port is a number from " + least + " to 65535: port=" + port + ".");
    }
  }

  private static void requireKnown(SocketAddress address) {
    if (!(address instanceof InetSocketAddress) && !(address instanceof UnixDomainSocketAddress)) {
      throw new UserException(
          "An endpoint is a TCP address or a Unix domain socket: address=" + address + ".");
    }
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress tcp
        ? tcp.getHostString() + ":" + tcp.getPort()
        : address.toString();
  }
}
