package io.millrace.cuda.memory;

import java.lang.foreign.Arena;
import java.util.BitSet;

/**
 * A large piece of host memory, from which blocks are taken whose sizes are powers of two: a block
 * is halved until it fits, and joined with its other half when both are free again.
 *
 * <p>For one thread at a time, but for the addresses.
 */
final class HostSlab {
  /** Below this, a copy of its own costs more than to gather it with others. */
  static final long LEAST = 64 << 10;

  /** Some milliseconds to pin; a buffer of eight million longs. */
  static final long BYTES = 64L << 20;

  private static final long PAGE = 4096;
  private static final int WHOLE = order(BYTES);

  private final Arena arena = Arena.ofShared();
  private final long address = arena.allocate(BYTES, PAGE).address();

  /** Free blocks of each size, by number from the beginning. */
  private final BitSet[] free = new BitSet[WHOLE + 1];

  HostSlab() {
    for (int order = 0; order <= WHOLE; order++) {
      free[order] = new BitSet();
    }
    free[WHOLE].set(0);
  }

  private static int order(long bytes) {
    return Math.max(0, 64 - Long.numberOfLeadingZeros((bytes - 1) / LEAST));
  }

  long address() {
    return address;
  }

  /** Whether a range lies in it. */
  boolean holds(long from, long bytes) {
    return from >= address && bytes <= BYTES - (from - address);
  }

  /** The address of a block of at least {@code bytes}; 0 if there is none. */
  long take(long bytes) {
    int wanted = order(bytes);
    for (int order = wanted; order <= WHOLE; order++) {
      int block = free[order].nextSetBit(0);
      if (block >= 0) {
        free[order].clear(block);
        while (order > wanted) {
          order--;
          block *= 2;
          free[order].set(block + 1);
        }
        return address + ((block * LEAST) << wanted);
      }
    }
    return 0;
  }

  /** Takes back a block of so many bytes. */
  void giveBack(long from, long bytes) {
    int order = order(bytes);
    int block = (int) (((from - address) / LEAST) >> order);
    while (order < WHOLE && free[order].get(block ^ 1)) {
      free[order].clear(block ^ 1);
      block >>= 1;
      order++;
    }
    free[order].set(block);
  }

  /** Whether no block is taken. */
  boolean isFree() {
    return free[WHOLE].get(0);
  }

  void close() {
    arena.close();
  }
}
