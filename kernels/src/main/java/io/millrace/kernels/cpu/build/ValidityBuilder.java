package io.millrace.kernels.cpu.build;

import io.millrace.kernels.cpu.logic.Words;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Collects a validity bitmap, and nothing as long as no row is null. */
public final class ValidityBuilder implements AutoCloseable {
  private final GrowingBuffer buffer;
  private int nulls;

  /** Empty; memory comes from {@code allocator}, and belongs to this object until released. */
  public ValidityBuilder(BufferAllocator allocator) {
    this.buffer = new GrowingBuffer(allocator);
  }

  /**
   * Appends the validity of {@code added} rows behind {@code rows} earlier ones; null if none of
   * them is null.
   */
  public void append(long[] validity, int rows, int added) {
    int newNulls = validity == null ? 0 : added - Words.count(validity, added);
    if (nulls == 0 && newNulls == 0) {
      return;
    }
    if (nulls == 0) {
      long address = buffer.reserve(0, BitAppender.bytes(rows));
      BitAppender.append(address, 0, null, rows);
    }
    long used = nulls == 0 && rows == 0 ? 0 : BitAppender.bytes(rows);
    long address = buffer.reserve(used, BitAppender.bytes((long) rows + added));
    BitAppender.append(address, rows, validity, added);
    nulls += newNulls;
  }

  /** Rows that are null so far. */
  public int nulls() {
    return nulls;
  }

  /** The bitmap, null if no row is null. It stays with this object until {@link #release}. */
  public ArrowBuf view(int rows) {
    return nulls == 0 ? null : buffer.view((rows + 7L) / 8);
  }

  /** Forgets the bitmap: it has a new owner, or there is none. */
  public void release() {
    if (nulls == 0) {
      buffer.close();
    } else {
      buffer.release();
    }
    nulls = 0;
  }

  @Override
  public void close() {
    buffer.close();
    nulls = 0;
  }
}
