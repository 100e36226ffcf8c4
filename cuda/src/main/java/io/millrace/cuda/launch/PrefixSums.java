package io.millrace.cuda.launch;

import io.millrace.cuda.memory.DeviceScratch;

/** Exclusive prefix sums of 32-bit values, as 64 bits each; {@code scan.cu} has the kernels. */
public final class PrefixSums {
  /** Values of a thread, as {@code scan.cu} has it. */
  private static final int ITEMS = 4;

  private static final int TILE = ITEMS * Kernels.THREADS;

  private PrefixSums() {}

  /**
   * For each of {@code values} 32-bit values from a device address on, the sum of those before it;
   * one more at the end is the sum of all. The result lies in scratch memory.
   */
  public static long of32(Kernels kernels, DeviceScratch scratch, long address, int values) {
    return sums(kernels, scratch, "scan_tile32", address, values, values + 1);
  }

  private static long sums(
      Kernels kernels, DeviceScratch scratch, String kernel, long address, int values, int items) {
    int tiles = (items + TILE - 1) / TILE;
    long sums = scratch.take(8L * items);
    long totals = scratch.take(8L * tiles);
    int warps = Math.min(Kernels.THREADS / 32, (items + 32 * ITEMS - 1) / (32 * ITEMS));
    kernels.launch(
        KernelFile.SCAN, kernel, tiles, 32 * warps, 0, items, values, address, sums, totals);
    if (tiles > 1) {
      long before = sums(kernels, scratch, "scan_tile64", totals, tiles, tiles);
      kernels.overRows(KernelFile.SCAN, "scan_move", items, before, sums);
    }
    return sums;
  }
}
