package io.millrace.ipc.peer;

import io.millrace.ipc.socket.PeerThreads;
import io.millrace.ipc.socket.Sockets;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkStoppedException;
import io.millrace.source.Backoff;
import io.millrace.transport.PeerLimits;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer that is connected to, again whenever the connection is lost, after 100 ms, then after
 * twice as long each time, up to 10 s. Results wait for it.
 */
final class ConnectingOutlet implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectingOutlet.class);

  private final SocketAddress address;
  private final String name;
  private final PeerProtocol protocol;
  private final PeerLimits limits;
  private final Backoff backoff = new Backoff(100, 10_000);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final PeerThreads threads;
  private SinkContext context;
  private SocketChannel channel;
  private PeerOutput output;
  private boolean troubled;
  private boolean stopping;
  private boolean stoppingAtOnce;
  private final AtomicLong copied = new AtomicLong();

  ConnectingOutlet(SocketAddress address, String name, PeerProtocol protocol, PeerLimits limits) {
    this.protocol = protocol;
    this.limits = limits;
    this.address = address;
    this.name = name;
    this.threads = new PeerThreads("connection to " + name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open(SinkContext opened) {
    context = opened;
  }

  @Override
  public void write(List<Batch> batches) throws IOException {
    while (true) {
      try {
        connected().write(batches);
        backoff.reset();
        troubled = false;
        return;
      } catch (SinkStoppedException e) {
        throw e;
      } catch (IOException e) {
        disconnect();
        await(e);
      }
    }
  }

  private PeerOutput connected() throws IOException {
    if (output == null) {
      SocketChannel made = Sockets.connect(address);
      lock.lock();
      try {
        channel = made;
      } finally {
        lock.unlock();
      }
      output = protocol.output(made, name, Side.CLIENT, limits, context, copied);
      output.begin(() -> {});
      threads.start(listening(output));
      LOG.info("Connected: peer={}", name);
    }
    return output;
  }

  /** Listens to the peer, and closes the connection when the peer has: the next write notices. */
  private PeerThreads.Task listening(PeerOutput peer) {
    return () -> {
      try (peer) {
        peer.awaitEnd();
      } catch (IOException e) {
        LOG.debug("A peer is gone: peer={}", name, e);
      }
    };
  }

  private void disconnect() throws IOException {
    try (SocketChannel old = channel;
        PeerOutput closing = output) {
      lock.lock();
      try {
        channel = null;
        output = null;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits before the next try; gives up if the query stops, gracefully or not. */
  private void await(IOException cause) throws IOException {
    trouble(cause);
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(backoff.next());
      while (left > 0 && !stopping) {
        left = told.awaitNanos(left);
      }
      if (stopping) {
        throw new SinkStoppedException(name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a peer", e);
    } finally {
      lock.unlock();
    }
  }

  /** One warning for each outage, however many tries it takes. */
  private void trouble(IOException cause) {
    if (troubled) {
      LOG.debug("Connection failed again: peer={}", name, cause);
    } else {
      LOG.warn(
          "No connection; trying until there is one: peer={}, cause={}", name, cause.toString());
    }
    troubled = true;
  }

  @Override
  public void finish() throws IOException {
    if (output != null) {
      output.finish();
    }
  }

  @Override
  public void stopping(boolean graceful) {
    lock.lock();
    try {
      stopping = true;
      stoppingAtOnce |= !graceful;
      told.signalAll();
      if (stoppingAtOnce && channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("A connection could not be closed: peer={}", name, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long bytesCopied() {
    return copied.get();
  }

  @Override
  public void close() throws IOException {
    try (threads) {
      disconnect();
    }
  }
}
