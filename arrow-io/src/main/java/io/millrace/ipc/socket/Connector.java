package io.millrace.ipc.socket;

import io.millrace.error.MillraceException;
import io.millrace.source.Backoff;
import io.millrace.time.Clock;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to a peer that listens: one that cannot be made, breaks or ends is made again
 * after 100 ms, then after twice as long each time, up to 10 s; from 100 ms again once the service
 * has said {@link #worked()}. A peer that sends what it must not is a failure, since it would do so
 * again.
 */
public final class Connector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  private final SocketAddress address;
  private final String name;
  private final PeerService service;
  private final Backoff backoff = new Backoff(100, 10_000);
  private final PeerThreads threads;
  private boolean troubled;
  private volatile MillraceException failure;

  /** Will connect once it is started. */
  public Connector(SocketAddress address, String name, PeerService service) {
    this.address = address;
    this.name = name;
    this.service = service;
    this.threads = new PeerThreads("connection to " + name);
  }

  /**
   * Begins.
   *
   * @param first a connection that is there already, or null
   */
  public void start(SocketChannel first, Clock clock) {
    threads.start(
        () -> {
          SocketChannel ready = first;
          while (failure == null && !Thread.currentThread().isInterrupted()) {
            connection(ready);
            ready = null;
            if (failure == null) {
              clock.awaitMillis(clock.millis() + backoff.next());
            }
          }
        });
  }

  private void connection(SocketChannel ready) throws InterruptedException {
    try (SocketChannel channel = ready == null ? Sockets.connect(address) : ready) {
      LOG.info("Connected: peer={}", name);
      service.serve(channel, name);
      trouble("ended by the peer");
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      trouble(e.toString());
    } catch (MillraceException e) {
      failure = e;
    }
  }

  /** The connection is good: the next wait is the shortest. Called by the service. */
  public void worked() {
    backoff.reset();
    troubled = false;
  }

  /** One warning for each outage, however many tries it takes. */
  private void trouble(String cause) {
    if (troubled) {
      LOG.debug("Connection failed again: peer={}, cause={}", name, cause);
    } else {
      LOG.warn("No connection; trying until there is one: peer={}, cause={}", name, cause);
    }
    troubled = true;
  }

  /** Throws what ended the connections, if it was the data or a defect. */
  public void check() {
    if (failure != null) {
      throw failure;
    }
    threads.check();
  }

  /** Breaks the connection off and waits until the thread has ended. */
  @Override
  public void close() {
    threads.close();
  }
}
