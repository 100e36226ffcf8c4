package io.millrace.kernels.cpu.split;

import io.millrace.kernels.cpu.text.ByteScan;
import io.millrace.kernels.memory.Raw;

/** Finds a separator of any length, by its first byte. */
final class SeparatorSearch {
  private final byte[] separator;
  private final long firstByte;

  SeparatorSearch(byte[] separator) {
    this.separator = separator.clone();
    this.firstByte = ByteScan.repeated(separator[0]);
  }

  int length() {
    return separator.length;
  }

  /** The first place in {@code from} to {@code end} where the separator begins, or {@code end}. */
  long find(long from, long end) {
    long lastStart = end - separator.length;
    for (long at = from; at <= lastStart; at += Long.SIZE) {
      int bytes = (int) Math.min(Long.SIZE, lastStart + 1 - at);
      long candidates = ByteScan.equal(at, bytes, firstByte);
      candidates &= bytes == Long.SIZE ? -1L : (1L << bytes) - 1;
      while (candidates != 0) {
        long candidate = at + Long.numberOfTrailingZeros(candidates);
        if (matches(candidate)) {
          return candidate;
        }
        candidates &= candidates - 1;
      }
    }
    return end;
  }

  private boolean matches(long address) {
    for (int i = 1; i < separator.length; i++) {
      if (Raw.getByte(address + i) != separator[i]) {
        return false;
      }
    }
    return true;
  }
}
