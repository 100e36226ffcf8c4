package io.millrace.operator;

import io.millrace.error.Closing;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The named child allocators of one query, so that a leak names its owner. Closes them, the last
 * one first.
 */
public final class ChildAllocators implements AutoCloseable {
  private final BufferAllocator parent;
  private final Closing children = new Closing();

  /** Children of an allocator, which stays its owner's. */
  public ChildAllocators(BufferAllocator parent) {
    this.parent = parent;
  }

  /** A new child without a limit of its own. */
  public BufferAllocator child(String name) {
    return children.add(parent.newChildAllocator(name, 0, Long.MAX_VALUE));
  }

  /**
   * Closes all children, also after one of them failed.
   *
   * @throws IllegalStateException if a child still has bytes outstanding; it names the child
   */
  @Override
  public void close() {
    children.close();
  }
}
