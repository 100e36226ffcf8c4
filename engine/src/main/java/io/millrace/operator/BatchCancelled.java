package io.millrace.operator;

/** The batch in hand was given up, since the query was told to stop at once: no failure. */
public final class BatchCancelled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BatchCancelled() {
    super("The query is stopping.", null, false, false);
  }
}
