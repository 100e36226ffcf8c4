package io.millrace.ipc.ring;

import io.millrace.error.DataException;
import io.millrace.ipc.peer.Lease;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader's slots: which are the writer's, which wait to be polled, and which the query has. A
 * slot goes back to the writer when the last buffer on it is closed, on whichever thread that
 * happens. Thread-safe.
 */
final class ReadSlots {
  private static final Logger LOG = LoggerFactory.getLogger(ReadSlots.class);

  private enum State {
    WRITERS,
    WAITING,
    HANDED_OVER
  }

  private final RingSegment segment;
  private final ControlChannel control;
  private final ReentrantLock lock = new ReentrantLock();
  private final State[] states;
  private int handedOver;
  private long lastSequence;

  ReadSlots(RingSegment segment, ControlChannel control) {
    this.segment = segment;
    this.control = control;
    this.states = new State[segment.layout().slots()];
    Arrays.fill(states, State.WRITERS);
  }

  /** The last sequence number that was published. */
  long lastSequence() {
    return lastSequence;
  }

  /**
   * Checks what the writer says that it has published.
   *
   * @throws DataException if that cannot be
   */
  void require(RingMessage.Published published) {
    int slot = published.slot();
    boolean inRange = slot >= 0 && slot < states.length;
    long word = inRange ? segment.sequence(slot) : 0;
    if (!inRange
        || stateOf(slot) != State.WRITERS
        || published.sequence() != lastSequence + 1
        || word != published.sequence()
        || published.length() < 1
        || published.length() > segment.layout().slotBytes()) {
      throw new DataException(
          "A ring's writer publishes its own slots one after the other: message="
              + published
              + ", expected sequence="
              + (lastSequence + 1)
              + ", sequence word="
              + word
              + ", slots="
              + segment.layout()
              + ".");
    }
    lastSequence++;
  }

  private State stateOf(int slot) {
    lock.lock();
    try {
      return states[slot];
    } finally {
      lock.unlock();
    }
  }

  /** The payload of a slot that was published; its last reference gives the slot back. */
  ArrowBuf payload(RingMessage.Published published, BufferAllocator allocator) {
    int slot = published.slot();
    lock.lock();
    try {
      states[slot] = State.WAITING;
    } finally {
      lock.unlock();
    }
    segment.retain();
    return allocator.wrapForeignAllocation(
        new ForeignAllocation(published.length(), segment.payload(slot)) {
          @Override
          protected void release0() {
            release(published);
          }
        });
  }

  private void release(RingMessage.Published published) {
    lock.lock();
    try {
      if (states[published.slot()] == State.HANDED_OVER) {
        handedOver--;
      }
      states[published.slot()] = State.WRITERS;
    } finally {
      lock.unlock();
    }
    try {
      control.send(new RingMessage.Released(published.slot(), published.sequence()));
    } catch (IOException e) {
      LOG.debug("A slot's writer is gone: slot={}", published.slot(), e);
    } finally {
      segment.close();
    }
  }

  /**
   * What a source may do with the batches of a slot: at most half of the slots go into one poll, so
   * that the writer can fill the others meanwhile, and the last one is never kept, so that it can
   * go on whatever the query keeps.
   */
  Lease lease(int slot) {
    return new Lease() {
      @Override
      public boolean mayJoin() {
        lock.lock();
        try {
          return states[slot] == State.HANDED_OVER || handedOver < states.length / 2;
        } finally {
          lock.unlock();
        }
      }

      @Override
      public boolean handOver() {
        lock.lock();
        try {
          if (states[slot] == State.HANDED_OVER) {
            return true;
          }
          if (handedOver >= states.length - 1) {
            return false;
          }
          states[slot] = State.HANDED_OVER;
          handedOver++;
          return true;
        } finally {
          lock.unlock();
        }
      }
    };
  }
}
