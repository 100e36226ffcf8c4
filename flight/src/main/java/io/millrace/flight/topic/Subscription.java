package io.millrace.flight.topic;

import io.millrace.kernels.batch.Batch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One reader's place in a sequence of batches: a queue of bounded size between who writes and who
 * reads. Thread-safe. The reader closes it.
 */
public final class Subscription implements AutoCloseable {
  /**
   * A batch that waits.
   *
   * @param batch owned by whoever holds this
   * @param bytesCopied on the batch's way into memory
   */
  public record Waiting(Batch batch, long bytesCopied) {}

  private final String name;
  private final long queuedBytes;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private Consumer<RuntimeException> onFailure = why -> {};
  private long bytes;
  private boolean ended;
  private boolean closed;
  private RuntimeException failure;

  /**
   * An empty queue.
   *
   * @param name of what is read, for messages
   * @param queuedBytes how much may wait; one batch always may
   * @param patience how long a writer waits for room before the reader is cut off; null for as long
   *     as it takes
   */
  public Subscription(String name, long queuedBytes, Duration patience) {
    this.name = name;
    this.queuedBytes = queuedBytes;
    this.patience = patience;
  }

  /**
   * Hands a batch to the reader and waits for room first. The batch goes over to the queue in any
   * case; it is closed if the reader has gone.
   *
   * @return whether the reader is still there
   */
  public boolean put(Waiting waiting) throws InterruptedException {
    boolean taken = false;
    lock.lockInterruptibly();
    try {
      taken = awaitRoom(waiting.batch().bytes());
      if (taken) {
        queue.add(waiting);
        bytes += waiting.batch().bytes();
        changed.signalAll();
      }
      return taken;
    } finally {
      lock.unlock();
      if (!taken) {
        waiting.batch().close();
      }
    }
  }

  private boolean awaitRoom(long more) throws InterruptedException {
    long left = patience == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(patience);
    while (!over() && !queue.isEmpty() && bytes + more > queuedBytes) {
      if (left <= 0) {
        cutOff();
        break;
      }
      left = changed.awaitNanos(left);
    }
    return !over();
  }

  private boolean over() {
    return closed || ended;
  }

  private void cutOff() {
    clear();
    endLocked(
        new SlowReaderException(
            "A reader must keep up with what it reads: name="
                + name
                + ", patience="
                + patience
                + ", queuedBytes="
                + queuedBytes
                + ". Read faster, or raise the server's limits."));
  }

  /** What to tell, on whichever thread, if the writing side fails or the reader is cut off. */
  public void onFailure(Consumer<RuntimeException> listener) {
    lock.lock();
    try {
      onFailure = listener;
      if (failure != null) {
        listener.accept(failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The writing side has ended; what waits may still be read if {@code why} is null. */
  public void end(RuntimeException why) {
    lock.lock();
    try {
      if (!ended) {
        endLocked(why);
      }
    } finally {
      lock.unlock();
    }
  }

  private void endLocked(RuntimeException why) {
    ended = true;
    failure = why;
    changed.signalAll();
    if (why != null) {
      onFailure.accept(why);
    }
  }

  /**
   * The next batch, after waiting for it; null at the end.
   *
   * @throws RuntimeException why the writing side failed
   */
  public Waiting take() throws InterruptedException {
    return poll(Duration.ofNanos(Long.MAX_VALUE));
  }

  /** As {@link #take}, null also if none came in time; {@link #isAtEnd} tells which. */
  public Waiting poll(Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = wait.toNanos();
      while (queue.isEmpty() && !over() && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (failure != null) {
        throw failure;
      }
      Waiting next = queue.poll();
      if (next != null) {
        bytes -= next.batch().bytes();
        changed.signalAll();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing will come any more. */
  public boolean isAtEnd() {
    lock.lock();
    try {
      return over() && queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether something waits. */
  public boolean hasWaiting() {
    lock.lock();
    try {
      return !queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The reader goes; what waits is closed. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void clear() {
    queue.forEach(waiting -> waiting.batch().close());
    queue.clear();
    bytes = 0;
  }
}
