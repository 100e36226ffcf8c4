package io.millrace.ipc.socket;

import io.millrace.error.DataException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts peers and serves each on a thread of its own, so many at a time; further ones are turned
 * away. A peer whose connection breaks, or who sends what it must not, is logged and dropped.
 */
public final class Acceptor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

  private final ListeningSocket socket;
  private final int most;
  private final PeerService service;
  private final PeerThreads threads;
  private final AtomicInteger peers = new AtomicInteger();
  private final AtomicLong accepted = new AtomicLong();

  /**
   * Will accept once it is started.
   *
   * @param socket closed with this
   * @param most peers at a time
   */
  public Acceptor(ListeningSocket socket, int most, PeerService service) {
    this.socket = socket;
    this.most = most;
    this.service = service;
    this.threads = new PeerThreads("peers of " + socket.name());
  }

  /** Begins to accept. */
  public void start() {
    threads.start(this::accept);
  }

  /** Serves a peer that was accepted elsewhere, as those that are accepted here. */
  public void serve(SocketChannel peer) {
    String name = socket.name() + " peer " + accepted.incrementAndGet();
    peers.incrementAndGet();
    if (!threads.start(() -> serve(peer, name))) {
      peers.decrementAndGet();
      drop(peer);
    }
  }

  private void drop(SocketChannel peer) {
    try {
      peer.close();
    } catch (IOException e) {
      LOG.debug("A connection could not be closed: socket={}", socket.name(), e);
    }
  }

  private void accept() throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        SocketChannel peer = socket.accept();
        if (peers.get() < most) {
          serve(peer);
        } else {
          LOG.warn("A peer was turned away: socket={}, peers={}", socket.name(), most);
          drop(peer);
        }
      } catch (ClosedChannelException e) {
        LOG.debug("No more peers: socket={}", socket.name(), e);
        return;
      } catch (IOException e) {
        // such as too many open files: better after a while, when a peer has gone
        LOG.warn("A peer could not be accepted: socket={}, reason={}", socket.name(), e.toString());
        Thread.sleep(100);
      }
    }
  }

  private void serve(SocketChannel peer, String name) throws InterruptedException {
    try (peer) {
      LOG.info("Connected: peer={}", name);
      service.serve(peer, name);
      LOG.info("Done: peer={}", name);
    } catch (ClosedChannelException e) {
      LOG.debug("Connection closed: peer={}", name, e);
    } catch (IOException e) {
      LOG.warn("A peer is gone: peer={}, reason={}", name, e.toString());
    } catch (DataException e) {
      LOG.warn("A peer was dropped: peer={}, reason={}", name, e.getMessage());
    } finally {
      peers.decrementAndGet();
    }
  }

  /** Where it listens. */
  public ListeningSocket socket() {
    return socket;
  }

  /** Throws what stopped a thread, if it was a defect. */
  public void check() {
    threads.check();
  }

  /** Drops all peers and stops listening; waits until all threads have ended. */
  @Override
  public void close() throws IOException {
    try (socket) {
      threads.close();
    }
  }
}
