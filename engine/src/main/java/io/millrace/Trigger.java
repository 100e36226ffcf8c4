package io.millrace;

/** When the next micro-batch begins. */
public enum Trigger {
  /** At each multiple of the batch interval, whether rows have arrived or not. */
  INTERVAL,
  /** As soon as the last one is done and rows have arrived. */
  AS_FAST_AS_POSSIBLE,
  /**
   * Like {@code AS_FAST_AS_POSSIBLE}, and the query ends once the sources have handed over all that
   * is there.
   */
  AVAILABLE_NOW
}
