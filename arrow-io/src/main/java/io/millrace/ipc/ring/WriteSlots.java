package io.millrace.ipc.ring;

import io.millrace.error.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A writer's slots: which are free, and which the reader has. Thread-safe. */
final class WriteSlots {
  private final long[] published;
  private final Deque<Integer> free = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ended;

  WriteSlots(int count) {
    published = new long[count];
    for (int slot = 0; slot < count; slot++) {
      free.add(slot);
    }
  }

  /**
   * Waits for a free slot, the one released last if there are several: it is the likeliest to be in
   * cache.
   *
   * @throws EOFException if the reader is gone
   */
  int take() throws IOException {
    lock.lock();
    try {
      while (free.isEmpty() && !ended) {
        changed.await();
      }
      if (ended) {
        throw new EOFException("the reader is gone");
      }
      return free.pop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a slot", e);
    } finally {
      lock.unlock();
    }
  }

  /** A slot that was taken and is not needed. */
  void giveBack(int slot) {
    lock.lock();
    try {
      free.push(slot);
    } finally {
      lock.unlock();
    }
  }

  /** A slot that was taken is about to become the reader's. */
  void publish(int slot, long sequence) {
    lock.lock();
    try {
      published[slot] = sequence;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The reader gives a slot back.
   *
   * @throws DataException if it does not have it
   */
  void release(RingMessage.Released released) {
    int slot = released.slot();
    lock.lock();
    try {
      boolean has = slot >= 0 && slot < published.length && released.sequence() != 0;
      if (!has || published[slot] != released.sequence()) {
        throw new DataException(
            "A ring's reader releases slots that it has: message="
                + released
                + ", slots="
                + published.length
                + ".");
      }
      published[slot] = 0;
      free.push(slot);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The reader is gone: nobody need wait any more. */
  void end() {
    end(0);
  }

  /** As {@link #end()}; the slots that it still had of batches up to this one. */
  long end(long sequence) {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
      return Arrays.stream(published).filter(held -> held != 0 && held <= sequence).count();
    } finally {
      lock.unlock();
    }
  }
}
