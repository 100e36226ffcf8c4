package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Numbers distinct keys densely from 0, in the order in which they are first seen. Used by one
 * thread at a time.
 */
public abstract class KeyIndex implements AutoCloseable {
  /** How an index finds its keys. */
  public enum Layout {
    /** No key column: one group. */
    NONE,
    /** One key column of fixed width. */
    WORD,
    /** One key column of text or binary. */
    SPAN,
    /** Several key columns: found by a stored hash. */
    HASHED
  }

  /** The layout that suits the key columns. */
  public static Layout layout(List<DataType> types) {
    if (types.isEmpty()) {
      return Layout.NONE;
    }
    if (types.size() > 1) {
      return Layout.HASHED;
    }
    return types.getFirst().lane() == Lane.BYTES ? Layout.SPAN : Layout.WORD;
  }

  /**
   * An empty index, which the caller closes.
   *
   * @param allocator where long text and binary keys are kept
   * @param local whether it is a worker's own, which sees many rows of few keys
   */
  public static KeyIndex create(List<DataType> types, BufferAllocator allocator, boolean local) {
    return switch (layout(types)) {
      case NONE -> new NoKeys();
      case WORD -> new WordKeys(local);
      case SPAN -> new SpanKeys(allocator, local);
      case HASHED -> new HashedKeys(types, allocator);
    };
  }

  /** Keys so far. */
  public abstract int size();

  /** Writes each row's group number, numbering keys that are new. */
  public abstract void find(KeyChunk chunk, int[] groups);

  /**
   * Writes each row's group number, {@code absent} for keys that are not there; adds none. The rows
   * of those are listed in the chunk's {@link KeyChunk#missed}, ascending.
   *
   * @return how many rows are listed
   */
  public abstract int lookup(KeyChunk chunk, int[] groups, int absent);

  /** Writes the hashes of {@code count} groups listed from {@code at}. */
  public abstract void hashes(int[] groups, int at, int count, long[] hashes);

  /** Reads one key column of {@code count} groups listed from {@code at}. */
  public abstract void read(int column, int[] groups, int at, int count, ValueBuffer to);

  /** Forgets all keys; memory is kept for about as many again. */
  public abstract void clear();

  /** Bytes held, heap and native. */
  public abstract long bytes();

  @Override
  public abstract void close();
}
