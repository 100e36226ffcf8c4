package io.millrace.kernels;

import io.millrace.kernels.types.DataType;

/**
 * The values of one column of one chunk, where the backend keeps them: arrays on the CPU, device
 * memory on a GPU. Its type is exact (an {@code INT32} vector holds 32-bit values, widened).
 *
 * <p>Made only by the {@link KernelContext} that uses it, immutable for its users, valid until that
 * context's next {@link KernelContext#reset()}. Text and binary vectors may point into the staged
 * batch that they were loaded from.
 */
public interface Vec {
  /** The value type. */
  DataType type();

  /** Rows. */
  int length();

  /** False only if no row is null: then validity costs nothing. */
  boolean mayHaveNulls();
}
