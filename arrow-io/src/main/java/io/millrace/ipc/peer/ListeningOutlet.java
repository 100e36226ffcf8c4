package io.millrace.ipc.peer;

import io.millrace.ipc.socket.Acceptor;
import io.millrace.ipc.socket.ListeningSocket;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkStoppedException;
import io.millrace.transport.PeerLimits;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Peers that connect; each gets the results from then on. A result waits until there is a peer, and
 * is sent to all that are there when it begins, one after the other: the slowest one sets the pace.
 * A peer has nothing to say; one that closes its end is gone.
 */
final class ListeningOutlet implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningOutlet.class);

  private final PeerProtocol protocol;
  private final PeerLimits limits;
  private final Acceptor acceptor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<PeerOutput> readers = new ArrayList<>();
  private SinkContext context;
  private boolean stopping;
  private boolean stoppingAtOnce;
  private final AtomicLong copied = new AtomicLong();

  ListeningOutlet(SocketAddress address, PeerProtocol protocol, PeerLimits limits) {
    this.protocol = protocol;
    this.limits = limits;
    this.acceptor = new Acceptor(ListeningSocket.bind(address), limits.peers(), this::serve);
  }

  @Override
  public String name() {
    return "listen " + acceptor.socket().name();
  }

  @Override
  public void open(SinkContext opened) {
    context = opened;
    acceptor.start();
  }

  /** Adds a peer, and waits until it closes its end. */
  private void serve(SocketChannel channel, String name) throws IOException {
    try (PeerOutput output = protocol.output(channel, name, Side.SERVER, limits, context, copied)) {
      try {
        output.begin(() -> add(output));
        output.awaitEnd();
      } finally {
        remove(output);
      }
    }
  }

  private void add(PeerOutput reader) {
    lock.lock();
    try {
      readers.add(reader);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void remove(PeerOutput reader) {
    lock.lock();
    try {
      readers.remove(reader);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(List<Batch> batches) throws IOException {
    boolean sent = false;
    while (!sent) {
      acceptor.check();
      for (PeerOutput reader : awaitReaders()) {
        sent |= send(reader, batches);
      }
    }
  }

  private List<PeerOutput> awaitReaders() throws IOException {
    lock.lock();
    try {
      while (readers.isEmpty() && !stopping) {
        changed.await();
      }
      if (stoppingAtOnce || readers.isEmpty()) {
        throw new SinkStoppedException(name());
      }
      return List.copyOf(readers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a reader", e);
    } finally {
      lock.unlock();
    }
  }

  private boolean send(PeerOutput reader, List<Batch> batches) throws IOException {
    try {
      reader.write(batches);
      return true;
    } catch (IOException e) {
      if (isStoppingAtOnce()) {
        throw new SinkStoppedException(name());
      }
      LOG.warn("A reader is gone: peer={}, reason={}", reader.name(), e.toString());
      remove(reader);
      reader.close();
      return false;
    }
  }

  private boolean isStoppingAtOnce() {
    lock.lock();
    try {
      return stoppingAtOnce;
    } finally {
      lock.unlock();
    }
  }

  private List<PeerOutput> current() {
    lock.lock();
    try {
      return List.copyOf(readers);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void finish() {
    for (PeerOutput reader : current()) {
      try {
        reader.finish();
      } catch (IOException e) {
        LOG.warn("A reader is gone: peer={}, reason={}", reader.name(), e.toString());
      }
    }
  }

  @Override
  public void stopping(boolean graceful) {
    lock.lock();
    try {
      stopping = true;
      stoppingAtOnce |= !graceful;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (!graceful) {
      current().forEach(this::close);
    }
  }

  private void close(PeerOutput reader) {
    try {
      reader.close();
    } catch (IOException e) {
      LOG.debug("A connection could not be closed: peer={}", reader.name(), e);
    }
  }

  @Override
  public long bytesCopied() {
    return copied.get();
  }

  @Override
  public void close() throws IOException {
    acceptor.close();
  }
}
