package io.millrace.flight;

/**
 * A program that {@code millrace serve} serves: it says once which streams, results and queries
 * there are. It has a constructor without parameters.
 */
@FunctionalInterface
public interface ServedProgram {
  /**
   * Defines what there is; called once, before the first client is let in.
   *
   * @throws Exception to end the command with its message
   */
  void define(Catalogue catalogue) throws Exception;
}
