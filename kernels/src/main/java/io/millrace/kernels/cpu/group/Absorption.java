package io.millrace.kernels.cpu.group;

/** What happens to groups when they meet others with the same keys. */
enum Absorption {
  MERGE,
  DEDUCT
}
