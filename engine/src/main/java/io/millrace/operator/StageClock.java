package io.millrace.operator;

/**
 * For each worker, the time taken by the stages that the one at work has called: what is to be left
 * out of its own.
 */
final class StageClock {
  private static final int STRIDE = 16;

  private final long[] called;

  StageClock(int workers) {
    this.called = new long[workers * STRIDE];
  }

  /** A stage begins; returns what {@link #leave} must be given back. */
  long enter(int worker) {
    long outer = called[worker * STRIDE];
    called[worker * STRIDE] = 0;
    return outer;
  }

  /** A stage ends after so many nanoseconds; returns its own share of them. */
  long leave(int worker, long outer, long nanos) {
    long own = nanos - called[worker * STRIDE];
    called[worker * STRIDE] = outer + nanos;
    return own;
  }
}
