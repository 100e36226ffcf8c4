package io.millrace.source;

import io.millrace.error.InternalException;
import io.millrace.time.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives from a TCP peer into a buffer, on a virtual thread of its own. A connection that cannot
 * be made, breaks or ends is tried again after 100 ms, then after twice as long each time, up to 10
 * s; from 100 ms again once data has come.
 */
final class SocketReceiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketReceiver.class);

  private final String host;
  private final int port;
  private final ReceiveBuffer buffer;
  private final Clock clock;
  private final Backoff backoff = new Backoff(100, 10_000);
  private final Thread thread;
  private boolean troubled;
  private volatile Throwable failure;

  SocketReceiver(String host, int port, ReceiveBuffer buffer, Clock clock) {
    this.host = host;
    this.port = port;
    this.buffer = buffer;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("socketText-" + host + "-" + port).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        connection();
        clock.awaitMillis(clock.millis() + backoff.next());
      }
    } catch (InterruptedException _) {
      LOG.debug("Receiver stops: host={}, port={}", host, port);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void connection() throws InterruptedException {
    boolean connected = false;
    try (SocketChannel channel = SocketChannel.open()) {
      channel.connect(address());
      connected = true;
      receive(channel);
      trouble("ended by the peer");
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      trouble(e.toString());
    } finally {
      if (connected) {
        buffer.ended();
      }
    }
  }

  private InetSocketAddress address() throws UnknownHostException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    return address;
  }

  private void receive(SocketChannel channel) throws IOException, InterruptedException {
    LOG.info("Connected: host={}, port={}", host, port);
    for (int count = channel.read(buffer.space());
        count >= 0;
        count = channel.read(buffer.space())) {
      buffer.received(count);
      backoff.reset();
      troubled = false;
    }
  }

  /** One warning for each outage, however many tries it takes. */
  private void trouble(String cause) {
    if (troubled) {
      LOG.debug("Connection failed again: host={}, port={}, cause={}", host, port, cause);
    } else {
      LOG.warn(
          "No connection; trying until there is one: host={}, port={}, cause={}",
          host,
          port,
          cause);
    }
    troubled = true;
  }

  /** Throws what stopped the receiver, if it was a defect. */
  void check() {
    Throwable stopped = failure;
    if (stopped != null) {
      throw new InternalException(
          "A receiver must go on until it is closed: host="
              + host
              + ", port="
              + port
              + ", cause="
              + stopped
              + ".",
          stopped);
    }
  }

  /** Breaks the connection off and waits until the thread has ended. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
