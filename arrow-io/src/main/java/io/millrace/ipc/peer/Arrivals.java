package io.millrace.ipc.peer;

import io.millrace.kernels.batch.Batch;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Batches that have come from peers and wait to be polled, in the order in which they came. Who
 * brings more while too much waits has to wait himself. Thread-safe.
 */
public final class Arrivals implements AutoCloseable {
  /**
   * A batch.
   *
   * @param batch belongs to whoever holds this
   * @param bytes of its buffers
   * @param copied bytes that were copied to make it
   * @param lease of the memory that it lies in
   */
  public record Arrival(Batch batch, long bytes, long copied, Lease lease) {}

  private final long limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomy = lock.newCondition();
  private final Queue<Arrival> waiting = new ArrayDeque<>();
  private long bytes;

  /**
   * Nothing has come.
   *
   * @param limit bytes that may wait; a batch that is larger by itself waits alone
   */
  Arrivals(long limit) {
    this.limit = limit;
  }

  /**
   * Puts a batch at the end, after there is room for it. The batch is taken over, also if this
   * throws.
   */
  public void put(Batch batch, long copied, Lease lease) throws InterruptedException {
    Arrival arrival = new Arrival(batch, batch.bytes(), copied, lease);
    try {
      lock.lockInterruptibly();
      try {
        while (bytes > 0 && bytes + arrival.bytes > limit) {
          roomy.await();
        }
        bytes += arrival.bytes;
        waiting.add(arrival);
        return;
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      batch.close();
      throw e;
    }
  }

  /** Batches that wait. */
  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** The next one, which stays; null if there is none. */
  Arrival peek() {
    lock.lock();
    try {
      return waiting.peek();
    } finally {
      lock.unlock();
    }
  }

  /** The next one, null if there is none. */
  Arrival take() {
    lock.lock();
    try {
      Arrival next = waiting.poll();
      if (next != null) {
        bytes -= next.bytes;
        roomy.signalAll();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Closes what nobody took; nobody may put any more. */
  @Override
  public void close() {
    for (Arrival left = take(); left != null; left = take()) {
      left.batch.close();
    }
  }
}
