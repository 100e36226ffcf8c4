package io.millrace.flight.topic;

import io.millrace.kernels.batch.Batch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A named sequence of batches. Who reads sees what is written from then on; nothing is kept. All
 * readers see the same order, and who writes waits for the slowest of them. Thread-safe.
 */
public final class Topic {
  private final String name;
  private final Schema schema;
  private final BufferAllocator allocator;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final List<Subscription> readers = new CopyOnWriteArrayList<>();
  private final AtomicLong copiedOut = new AtomicLong();
  private volatile boolean ended;
  private volatile RuntimeException failure;

  /**
   * A sequence without readers.
   *
   * @param allocator accounts for the batches that wait for readers
   */
  public Topic(String name, Schema schema, BufferAllocator allocator) {
    this.name = name;
    this.schema = schema;
    this.allocator = allocator;
  }

  /** Its name in the catalogue. */
  public String name() {
    return name;
  }

  /** The columns of all batches. */
  public Schema schema() {
    return schema;
  }

  /** Bytes that were copied in memory on their way to readers, since somebody last took them. */
  public AtomicLong copiedOut() {
    return copiedOut;
  }

  /**
   * Hands a batch to all readers, waiting for those that have no room; the batch stays the
   * caller's.
   *
   * @param bytesCopied on the batch's way into memory
   * @throws RuntimeException why the sequence has failed, if it has
   */
  public void publish(Batch batch, long bytesCopied) throws InterruptedException {
    writing.lockInterruptibly();
    try {
      if (failure != null) {
        throw failure;
      }
      for (Subscription reader : readers) {
        Batch own = Adoption.of(batch, allocator);
        if (!reader.put(new Subscription.Waiting(own, bytesCopied))) {
          readers.remove(reader);
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /**
   * A new reader, which sees what is written from now on; it is forgotten once it is closed.
   *
   * @param patience see {@link Subscription}
   */
  public Subscription subscribe(long queuedBytes, Duration patience) {
    Subscription reader = new Subscription(name, queuedBytes, patience);
    readers.add(reader);
    if (ended) { // or it was not seen by end, or is told twice, of which the first counts
      reader.end(failure);
    }
    return reader;
  }

  /**
   * Nothing will be written any more; {@code why} is null unless something failed. The first call
   * counts.
   */
  public synchronized void end(RuntimeException why) {
    if (!ended) {
      failure = why;
      ended = true;
      readers.forEach(reader -> reader.end(why));
    }
  }
}
