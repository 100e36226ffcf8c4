package io.millrace.bench.data;

import org.apache.arrow.memory.BufferAllocator;

/**
 * Makes the rows of a scenario. Immutable; the same source makes the same rows whenever it is
 * asked.
 */
public interface DataSource {
  /** What the data is, with its sizes; for headings. */
  String describe();

  /**
   * Makes all rows in memory.
   *
   * @param allocator pays for the buffers
   * @return the data, to be closed by the caller
   */
  Dataset generate(BufferAllocator allocator);
}
