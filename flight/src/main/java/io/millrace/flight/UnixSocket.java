package io.millrace.flight;

import io.grpc.netty.NettyServerBuilder;
import io.millrace.error.UserException;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A socket in the file system that only this user may use: bound where nobody else can look, closed
 * to others, then moved to its place.
 */
final class UnixSocket implements AutoCloseable {
  private final Path path;
  private final Path aside;
  private final EventLoopGroup events = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());

  UnixSocket(Path path) {
    this.path = path.toAbsolutePath();
    try {
      removeStale();
      this.aside =
          Files.createTempDirectory(
                  this.path.getParent(),
                  ".millrace",
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rwx------")))
              .resolve("s");
    } catch (IOException e) {
      throw new UserException(
          "A socket must be in a folder that can be written: socket=" + path + ", cause=" + e + ".",
          e);
    }
  }

  private void removeStale() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      if (Files.isRegularFile(path) || Files.isDirectory(path)) {
        throw e;
      }
      Files.delete(path);
      return;
    }
    throw new UserException(
        "A socket has one server: socket=" + path + ". End the other one, or take another path.");
  }

  NettyServerBuilder builder() {
    return NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(aside))
        .channelType(NioServerDomainSocketChannel.class)
        // there is no such thing here, and gRPC asks for it otherwise
        .withChildOption(ChannelOption.SO_KEEPALIVE, null)
        .bossEventLoopGroup(events)
        .workerEventLoopGroup(events);
  }

  /** Moves the bound socket to its place. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-------"));
    Files.move(aside, path);
    Files.delete(aside.getParent());
  }

  @Override
  public void close() {
    Future<?> unused = events.shutdownGracefully();
    try {
      Files.deleteIfExists(path);
      Files.deleteIfExists(aside);
      Files.deleteIfExists(aside.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
