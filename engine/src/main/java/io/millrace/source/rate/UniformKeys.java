package io.millrace.source.rate;

/** Each key equally often. */
record UniformKeys(long keys) implements KeyDistribution {
  @Override
  public void draw(long seed, long firstRow, long[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = SplitMix.below(SplitMix.at(seed, firstRow + i), keys);
    }
  }
}
