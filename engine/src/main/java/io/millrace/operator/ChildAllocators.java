package io.millrace.operator;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The named child allocators of one query, so that a leak names its owner. Closes them, the last
 * one first.
 */
public final class ChildAllocators implements AutoCloseable {
  private final BufferAllocator parent;
  private final Deque<BufferAllocator> children = new ArrayDeque<>();

  /** Children of an allocator, which stays its owner's. */
  public ChildAllocators(BufferAllocator parent) {
    this.parent = parent;
  }

  /** A new child without a limit of its own. */
  public BufferAllocator child(String name) {
    BufferAllocator child = parent.newChildAllocator(name, 0, Long.MAX_VALUE);
    children.push(child);
    return child;
  }

  /**
   * Closes all children, also after one of them failed.
   *
   * @throws IllegalStateException if a child still has bytes outstanding; it names the child
   */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!children.isEmpty()) {
      try {
        children.pop().close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
