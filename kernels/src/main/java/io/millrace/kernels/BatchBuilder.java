package io.millrace.kernels;

import io.millrace.kernels.batch.Batch;

/**
 * Collects chunks into one host batch, narrowing values from their lanes to the schema's types.
 * Used by one context at a time; what is appended is copied, in order. Text beyond 2 GiB in a
 * column with 32-bit offsets is an error that asks for the large type.
 */
public interface BatchBuilder extends AutoCloseable {
  /** Rows appended so far. */
  int rows();

  /** Appends one chunk, a vector for each field of the schema, all of one length. */
  void append(KernelContext context, Vec... columns);

  /**
   * The rows appended since the builder was made or last built. Blocks until they are on the host.
   * The caller closes the batch; the builder may be used again.
   */
  Batch build();

  /** Releases what was appended and not built. */
  @Override
  void close();
}
