package io.millrace.bench.device;

import java.util.Arrays;

/**
 * What the same work took in each of several rounds.
 *
 * @param nanos at least one; ascending
 */
record Rounds(double[] nanos) {
  Rounds {
    nanos = nanos.clone();
    Arrays.sort(nanos);
  }

  /** Half of the rounds took this long or less. */
  double median() {
    int middle = nanos.length / 2;
    return nanos.length % 2 == 1 ? nanos[middle] : (nanos[middle - 1] + nanos[middle]) / 2;
  }

  double least() {
    return nanos[0];
  }

  double greatest() {
    return nanos[nanos.length - 1];
  }
}
