package io.millrace.flight;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.millrace.error.UserException;
import io.millrace.flight.call.ConnectionLimit;
import io.millrace.flight.call.FlightCalls;
import io.millrace.flight.call.TokenCheck;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Serves a catalogue over Arrow Flight, on TCP or on a Unix socket. Closing it ends all calls, then
 * the catalogue's queries. Thread-safe once started.
 */
public final class FlightServer implements AutoCloseable {
  private static final int SLACK = 16 << 20;
  private static final int LAST_PORT = 0xFFFF;

  private final Catalogue catalogue;
  private final FlightCalls calls;
  private final Server server;
  private final UnixSocket socket;

  private FlightServer(Builder settings) {
    this.catalogue = settings.catalogue;
    this.socket = settings.socket == null ? null : new UnixSocket(settings.socket);
    this.calls = new FlightCalls(catalogue.start());
    this.server = settings.build(calls, socket);
  }

  /** Settings for a server of a catalogue, which is the server's once it has started. */
  public static Builder builder(Catalogue catalogue) {
    return new Builder(catalogue);
  }

  private void start() {
    try {
      server.start();
      if (socket != null) {
        socket.publish();
      }
    } catch (IOException e) {
      throw new UserException(
          "A server must be able to listen: cause="
              + e.getMessage()
              + (e.getCause() == null ? "" : ", " + e.getCause().getMessage())
              + ". Choose another address.",
          e);
    }
  }

  /** The port it listens on; -1 on a Unix socket. */
  public int port() {
    return server.getPort();
  }

  /** Waits until the server ends, for so long at most; tells whether it has. */
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return server.awaitTermination(timeout, unit);
  }

  /**
   * Ends all calls and queries, and gives back all memory.
   *
   * @throws IllegalStateException if memory is still held, which is a leak
   */
  @Override
  public void close() {
    try (catalogue;
        calls) {
      server.shutdownNow();
      if (socket != null) {
        socket.close();
      }
    }
  }

  /** Settings for a server. */
  public static final class Builder {
    private final Catalogue catalogue;
    private String host = "localhost";
    private int port;
    private Path socket;
    private SslContext tls;
    private String token;

    private Builder(Catalogue catalogue) {
      this.catalogue = catalogue;
    }

    /**
     * Where to listen; {@code localhost} and a free port unless set.
     *
     * @throws UserException if there is no such port
     */
    public Builder address(String name, int number) {
      if (number < 0 || number > LAST_PORT) {
        throw new UserException(
            "A port must be in 0 to " + LAST_PORT + ": port=" + number + ". 0 takes a free one.");
      }
      this.host = name;
      this.port = number;
      return this;
    }

    /** Listens on a Unix socket instead, for this user only. */
    public Builder unixSocket(Path path) {
      this.socket = path;
      return this;
    }

    /**
     * Listens with TLS; the certificate chain and the private key as PEM.
     *
     * @throws UserException if these are not in the files, or do not belong together
     */
    public Builder tls(Path certificateChain, Path privateKey) {
      this.tls = Certificates.read(certificateChain, privateKey);
      return this;
    }

    /**
     * What each call has to bring, as {@code authorization: Bearer TOKEN}.
     *
     * @throws UserException if it is empty: everybody would bring that
     */
    public Builder token(String secret) {
      if (secret.isBlank()) {
        throw new UserException(
            "A token must not be empty: length=" + secret.length() + ". Make a long random one.");
      }
      this.token = secret;
      return this;
    }

    /**
     * Starts the catalogue's query and the server. If this throws, both are closed.
     *
     * @throws UserException if it cannot listen there
     */
    public FlightServer start() {
      try {
        FlightServer server = new FlightServer(this);
        try {
          server.start();
          return server;
        } catch (RuntimeException | Error e) {
          server.close();
          throw e;
        }
      } catch (RuntimeException | Error e) {
        catalogue.close();
        throw e;
      }
    }

    /** Where gRPC breaks a call off; a message that is only somewhat too long is told so before. */
    private static int hardLimit(int messageBytes) {
      return (int) Math.min(Integer.MAX_VALUE, 2L * messageBytes + SLACK);
    }

    private Server build(FlightCalls calls, UnixSocket unix) {
      NettyServerBuilder builder =
          unix == null
              ? NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
              : unix.builder();
      if (tls != null) {
        builder.sslContext(tls);
      }
      FlightLimits limits = catalogue.limits();
      ConnectionLimit connections = new ConnectionLimit(limits.connections());
      ServerServiceDefinition service = calls.service();
      if (token != null) {
        service = ServerInterceptors.intercept(service, new TokenCheck(token));
      }
      return builder
          .maxInboundMessageSize(hardLimit(limits.messageBytes()))
          .maxConcurrentCallsPerConnection(limits.calls())
          .addTransportFilter(connections)
          .addService(ServerInterceptors.intercept(service, connections))
          .build();
    }
  }
}
