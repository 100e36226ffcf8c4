package io.millrace.bench.compare;

/** What a contender's figures are for. */
public enum Role {
  /** What is measured against the others. */
  SUBJECT,
  /** What the subject is measured against; the best of them counts. */
  PEER,
  /**
   * A rate that no answer can pass. It gives no answer: its digest only has to stay the same from
   * round to round.
   */
  BOUND
}
