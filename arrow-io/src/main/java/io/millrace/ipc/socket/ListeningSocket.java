package io.millrace.ipc.socket;

import io.millrace.error.UserException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket that listens. The path of a Unix domain socket is there once its mode is 0600, replaces
 * one that nobody answers on, and goes when the socket is closed; peers of other users are turned
 * away.
 */
public final class ListeningSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);

  private final ServerSocketChannel server;
  private final SocketAddress address;
  private final UserPrincipal user;

  private ListeningSocket(ServerSocketChannel server, SocketAddress address, UserPrincipal user) {
    this.server = server;
    this.address = address;
    this.user = user;
  }

  /**
   * Listens.
   *
   * @throws UserException if the address cannot be had
   */
  public static ListeningSocket bind(SocketAddress address) {
    try {
      return address instanceof UnixDomainSocketAddress unix
          ? bindUnix(unix.getPath())
          : bindTcp(address);
    } catch (IOException e) {
      throw new UserException(
          "An address to listen on must be free and this machine's: address="
              + address
              + ", reason="
              + e.getMessage()
              + ".",
          e);
    }
  }

  private static ListeningSocket bindTcp(SocketAddress address) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.bind(Sockets.lookedUp(address));
      return new ListeningSocket(server, server.getLocalAddress(), null);
    } catch (IOException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private static ListeningSocket bindUnix(Path path) throws IOException {
    requireAbandoned(path);
    byte[] random = new byte[4];
    ThreadLocalRandom.current().nextBytes(random);
    Path aside = path.resolveSibling("." + HexFormat.of().formatHex(random));
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(aside));
      Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-------"));
      UserPrincipal user = Files.getOwner(aside, LinkOption.NOFOLLOW_LINKS);
      Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
      return new ListeningSocket(server, UnixDomainSocketAddress.of(path), user);
    } catch (IOException | RuntimeException | Error e) {
      server.close();
      Files.deleteIfExists(aside);
      throw e;
    }
  }

  /** There is nothing at the path, or a socket on which nobody answers. */
  private static void requireAbandoned(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(path)) {
      throw new IOException("there is something else at the path");
    }
    try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new IOException("somebody listens there: " + other.getRemoteAddress());
    } catch (ConnectException e) {
      LOG.debug("A socket is left over and will be replaced: path={}", path, e);
    }
  }

  /** Where it listens, with the port that it was given. */
  public SocketAddress address() {
    return address;
  }

  /** The address for messages: host and port, or a path. */
  public String name() {
    return address instanceof InetSocketAddress tcp
        ? tcp.getHostString() + ":" + tcp.getPort()
        : address.toString();
  }

  /** Waits for a peer. */
  public SocketChannel accept() throws IOException {
    while (true) {
      SocketChannel peer = server.accept();
      if (user == null || isOwnUser(peer)) {
        return Sockets.tuned(peer);
      }
      peer.close();
    }
  }

  private boolean isOwnUser(SocketChannel peer) throws IOException {
    UserPrincipal other = peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    boolean same = other.equals(user);
    if (!same) {
      LOG.warn("A peer of another user was turned away: socket={}, user={}", name(), other);
    }
    return same;
  }

  /** Stops listening; connections that were accepted stay. */
  @Override
  public void close() throws IOException {
    server.close();
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
    }
  }
}
