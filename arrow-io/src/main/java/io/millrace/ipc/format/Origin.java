package io.millrace.ipc.format;

import io.millrace.error.DataException;

/**
 * Where bytes come from, for messages.
 *
 * @param name a file's path or a connection's name
 */
public record Origin(String name) {
  /**
   * What is wrong with the bytes, as an exception to be thrown.
   *
   * @param rule the rule that they break, as a sentence without its full stop
   * @param at the byte of the input at which it shows, from 0
   * @param values {@code name=value} pairs, may be empty
   */
  public DataException wrong(String rule, long at, String values) {
    return new DataException(message(rule, at, values));
  }

  /** As {@link #wrong(String, long, String)}, with the failure behind it. */
  public DataException wrong(String rule, long at, String values, Throwable cause) {
    return new DataException(message(rule, at, values), cause);
  }

  private String message(String rule, long at, String values) {
    String more = values.isEmpty() ? "" : ", " + values;
    return rule
        + ": input="
        + name
        + ", byte="
        + at
        + more
        + ". Have it written again, or leave it out.";
  }
}
