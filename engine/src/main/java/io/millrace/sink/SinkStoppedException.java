package io.millrace.sink;

import java.io.IOException;

/** A write that waited was given up, since the query was told to stop: no failure. */
public final class SinkStoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says which sink. */
  public SinkStoppedException(String sink) {
    super("The query is stopping: sink=" + sink + ".");
  }
}
