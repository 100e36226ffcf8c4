package io.millrace.kernels;

/**
 * Row positions within a chunk, not descending, possibly repeated (as after an explode). Lives as
 * long as a {@link Vec}.
 */
public interface Selection {
  /** The number of positions; known on the host. */
  int length();
}
