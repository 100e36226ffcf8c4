package io.millrace.cuda.logic;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;

/** Bitmaps in scratch memory; as a validity, address 0 stands for all ones. */
public final class Bitmaps {
  private final CudaDevice device;

  /** Bitmaps of one device. */
  public Bitmaps(CudaDevice device) {
    this.device = device;
  }

  /** The rows that are valid in both; shared with an operand where it can be. */
  public long both(long a, long b, int rows) {
    if (a == 0 || b == 0 || a == b) {
      return a == 0 ? b : a;
    }
    long to = device.scratch().bitmap(rows);
    over("bits_both", rows, a, b, to);
    return to;
  }

  /** Clear where set, and the other way round. */
  public long not(long bits, int rows) {
    long to = device.scratch().bitmap(rows);
    over("bits_not", rows, bits, to);
    return to;
  }

  /** All set, or all clear. */
  public long filled(boolean set, int rows) {
    long to = device.scratch().bitmap(rows);
    device.kernels().overBitmap(KernelFile.FILL, "fill_bits", rows, set ? 1 : 0, to);
    return to;
  }

  /**
   * Any function of two bits, by its values.
   *
   * @param onlyB where {@code b} is set and {@code a} is not
   * @param onlyA where {@code a} is set and {@code b} is not
   */
  public long function(
      long a, long b, boolean neither, boolean onlyB, boolean onlyA, boolean both, int rows) {
    long to = device.scratch().bitmap(rows);
    over("bits_table", rows, a, b, cell(neither), cell(onlyB), cell(onlyA), cell(both), to);
    return to;
  }

  private static long cell(boolean set) {
    return set ? 1 : 0;
  }

  /** The bit of {@code then} where the mask is set, else of {@code otherwise}; either may be 0. */
  public long choose(long mask, long then, long otherwise, int rows) {
    long to = device.scratch().bitmap(rows);
    over("bits_choose", rows, mask, then, otherwise, to);
    return to;
  }

  /** The bits from any bit on. */
  public long from(long bits, long first, int rows) {
    long to = device.scratch().bitmap(rows);
    device.kernels().overBitmap(KernelFile.LOAD, "load_bits", rows, bits, first, to);
    return to;
  }

  private void over(String kernel, int rows, long... arguments) {
    device.kernels().overBitmap(KernelFile.LOGIC, kernel, rows, arguments);
  }
}
