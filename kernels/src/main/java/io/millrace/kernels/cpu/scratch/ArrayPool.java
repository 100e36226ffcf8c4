package io.millrace.kernels.cpu.scratch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Arrays of one type, handed out one after another and taken back all at once. Lengths are rounded
 * up to powers of two; arrays once made are handed out again, so a loop that takes the same arrays
 * each time allocates none.
 */
final class ArrayPool<A> {
  private static final int SMALLEST = 32;

  /** Arrays of more than 2^22 entries come from rare, huge splits and are left to the collector. */
  private static final int LARGEST_CLASS = 22;

  private final IntFunction<A> maker;
  private final List<List<A>> classes = new ArrayList<>();
  private final int[] used = new int[LARGEST_CLASS + 1];

  ArrayPool(IntFunction<A> maker) {
    this.maker = maker;
    for (int i = 0; i <= LARGEST_CLASS; i++) {
      classes.add(new ArrayList<>());
    }
  }

  /** An array of at least {@code length} entries, with whatever they held before. */
  A take(int length) {
    if (length > 1 << LARGEST_CLASS) {
      return maker.apply(length);
    }
    int sizeClass = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(length, SMALLEST) - 1);
    List<A> arrays = classes.get(sizeClass);
    int next = used[sizeClass]++;
    if (next == arrays.size()) {
      arrays.add(maker.apply(1 << sizeClass));
    }
    return arrays.get(next);
  }

  /** Takes back all arrays. */
  void reset() {
    Arrays.fill(used, 0);
  }
}
