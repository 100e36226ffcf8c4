package io.millrace.source;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A ring of native memory between the thread that receives and the one that polls. When it is full
 * the receiver waits, so that TCP slows the sender down. It also remembers where each connection
 * ended.
 *
 * <p>One receiver ({@link #space}, {@link #received}, {@link #ended}) and one reader ({@link
 * #next}, {@link #read}): each has its part of the memory to itself, only the bounds are shared.
 */
final class ReceiveBuffer implements AutoCloseable {
  /**
   * What there is to read: a range of memory, then, if {@code end}, the end of a connection.
   * Nothing if both are absent.
   *
   * @param address of the first byte
   * @param length bytes in one piece
   * @param end whether a connection ended behind them
   */
  record Piece(long address, int length, boolean end) {}

  private final ArrowBuf ring;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomy = lock.newCondition();
  private final Deque<Long> ends = new ArrayDeque<>();
  private long received;
  private long read;

  ReceiveBuffer(BufferAllocator allocator, int capacity) {
    this.ring = allocator.buffer(capacity);
    this.capacity = capacity;
  }

  /** Waits for room; free memory in one piece, to be filled from its start. */
  ByteBuffer space() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (received - read == capacity) {
        roomy.await();
      }
      int at = (int) (received % capacity);
      int free = (int) (capacity - (received - read));
      return ring.nioBuffer(at, Math.min(free, capacity - at));
    } finally {
      lock.unlock();
    }
  }

  /** So many bytes of the space have been filled. */
  void received(int bytes) {
    lock.lock();
    try {
      received += bytes;
    } finally {
      lock.unlock();
    }
  }

  /** The connection ended here. */
  void ended() {
    lock.lock();
    try {
      // An end right behind an end tells nothing new, and must not fill memory.
      if (ends.isEmpty() || ends.getLast() != received) {
        ends.add(received);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next piece, up to where memory wraps around or a connection ended. */
  Piece next() {
    lock.lock();
    try {
      int at = (int) (read % capacity);
      long until = ends.isEmpty() ? received : ends.getFirst();
      int length = (int) Math.min(until - read, capacity - at);
      boolean end = !ends.isEmpty() && read + length == ends.getFirst();
      return new Piece(ring.memoryAddress() + at, length, end);
    } finally {
      lock.unlock();
    }
  }

  /** So many bytes of the piece are done with, and the end behind it as well if {@code end}. */
  void read(long bytes, boolean end) {
    lock.lock();
    try {
      read += bytes;
      if (end) {
        ends.removeFirst();
      }
      roomy.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes received and not read. */
  long waiting() {
    lock.lock();
    try {
      return received - read;
    } finally {
      lock.unlock();
    }
  }

  /** Frees the memory; the receiver must have stopped. */
  @Override
  public void close() {
    ring.close();
  }
}
