package io.millrace.kernels.cpu.load;

import io.millrace.kernels.batch.Validity;
import io.millrace.kernels.memory.Raw;

/** Bits at any bit offset into words that begin at bit 0. */
final class BitLoader {
  private BitLoader() {}

  static void load(long address, long at, long[] words, int rows) {
    int whole = rows >> 6;
    if ((at & 7) == 0) {
      Raw.copy(address + (at >> 3), words, 0, whole);
    } else {
      for (int w = 0; w < whole; w++) {
        words[w] = Validity.bits(address, at + 64L * w, 64);
      }
    }
    if ((rows & 63) != 0) {
      words[whole] = Validity.bits(address, at + 64L * whole, rows & 63);
    }
  }
}
