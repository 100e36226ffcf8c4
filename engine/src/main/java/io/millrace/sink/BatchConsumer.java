package io.millrace.sink;

/** What a program does with each result. */
@FunctionalInterface
public interface BatchConsumer {
  /**
   * Takes one result. Its batches are valid until this returns; what is to live longer must be
   * retained. After a failure the same batch id may come again.
   *
   * @throws Exception to fail the query
   */
  void accept(Result result) throws Exception;
}
