package io.millrace.ipc.stream;

import io.millrace.ipc.socket.Acceptor;
import io.millrace.ipc.socket.ListeningSocket;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkStoppedException;
import io.millrace.transport.PeerLimits;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
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

  /** A peer and its stream. */
  private record Reader(SocketChannel channel, PeerOutput output) {}

  private final Acceptor acceptor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Reader> readers = new ArrayList<>();
  private SinkContext context;
  private boolean stopping;
  private boolean stoppingAtOnce;
  private final AtomicLong copied = new AtomicLong();

  ListeningOutlet(SocketAddress address) {
    this.acceptor =
        new Acceptor(ListeningSocket.bind(address), PeerLimits.DEFAULT.peers(), this::serve);
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
    try (PeerOutput output = new PeerOutput(channel, name, context, copied)) {
      Reader reader = new Reader(channel, output);
      try {
        output.begin(() -> add(reader));
        awaitEnd(channel);
      } finally {
        remove(reader);
      }
    }
  }

  private static void awaitEnd(SocketChannel channel) throws IOException {
    ByteBuffer nothing = ByteBuffer.allocate(64);
    while (channel.read(nothing.clear()) >= 0) {
      // what a reader says means nothing
    }
  }

  private void add(Reader reader) {
    lock.lock();
    try {
      readers.add(reader);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void remove(Reader reader) {
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
      for (Reader reader : awaitReaders()) {
        sent |= send(reader, batches);
      }
    }
  }

  private List<Reader> awaitReaders() throws IOException {
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

  private boolean send(Reader reader, List<Batch> batches) throws IOException {
    try {
      reader.output.write(batches);
      return true;
    } catch (IOException e) {
      if (isStoppingAtOnce()) {
        throw new SinkStoppedException(name());
      }
      LOG.warn("A reader is gone: peer={}, reason={}", reader.output.name(), e.toString());
      remove(reader);
      reader.channel.close();
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

  private List<Reader> current() {
    lock.lock();
    try {
      return List.copyOf(readers);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void finish() {
    for (Reader reader : current()) {
      try {
        reader.output.finish();
      } catch (IOException e) {
        LOG.warn("A reader is gone: peer={}, reason={}", reader.output.name(), e.toString());
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
      if (stoppingAtOnce) {
        for (Reader reader : readers) {
          reader.channel.close();
        }
      }
    } catch (IOException e) {
      LOG.debug("A connection could not be closed: sink={}", name(), e);
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
    acceptor.close();
  }
}
