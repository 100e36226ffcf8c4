package io.millrace.kernels.cpu.group;

/** What happens to groups when they meet others with the same keys. */
enum Absorption {
  /** They are merged in. */
  MERGE,
  /** As {@link #MERGE}, without counting as touched. */
  MOVE,
  /** They are taken out. */
  DEDUCT
}
