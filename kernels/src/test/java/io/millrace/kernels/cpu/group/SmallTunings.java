package io.millrace.kernels.cpu.group;

/** Tables that change how they work after a few groups or rows, so that small tests go all ways. */
final class SmallTunings {
  /** Scatters after 50 keys, splits after 100 groups, and groups scattered rows early. */
  static final Tuning PARTITIONED = new Tuning(50, 400, 100, 3, 10 << 10, 40 << 10, 256, 1000, 700);

  /** Never scatters, flushes often, splits late. */
  static final Tuning LOCAL = new Tuning(1 << 20, 100, 1 << 20, 2, 1 << 20, 1 << 20, 512, 1, 64);

  private SmallTunings() {}
}
