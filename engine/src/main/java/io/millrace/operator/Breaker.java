package io.millrace.operator;

/**
 * An operator that must see all of a micro-batch before it can give anything: groups, windows,
 * outputs. It is the end of one stretch of stages and the beginning of the next.
 */
interface Breaker extends AutoCloseable {
  /** The stage that feeds it. */
  Stage entry();

  /** All rows of the micro-batch are in: gives what there is to give. On the query's thread. */
  void finish(BatchRun run);

  /** A micro-batch begins: remembers where things stand, and lets go of what was before. */
  default void begin() {}

  /**
   * The micro-batch is run again: goes back to where things stood, whether this had finished or
   * not. Group tables are gone back to by whoever made them.
   */
  void rollback();

  /** Groups or rows kept from batch to batch. */
  default long stateRows() {
    return 0;
  }

  /** Bytes kept from batch to batch. */
  default long stateBytes() {
    return 0;
  }

  @Override
  void close();
}
