package io.millrace.ipc.read;

import io.millrace.ipc.format.Origin;
import io.millrace.ipc.validate.OffsetCheck;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.Validity;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A plain column that grows at its end, for dictionaries with deltas. Its buffers double, so that
 * many small deltas cost no more than the bytes that they bring; snapshots share the buffers, and
 * later rows do not touch the rows of a snapshot.
 */
final class GrowingColumn implements AutoCloseable {
  private final DataType type;
  private final BufferAllocator allocator;
  private final Origin origin;
  private final long limit;
  private ArrowBuf validity;
  private ArrowBuf offsets;
  private ArrowBuf data;
  private int rows;
  private int nulls;
  private long bytes;
  private long copied;

  GrowingColumn(DataType type, BufferAllocator allocator, Origin origin, long limit) {
    this.type = type;
    this.allocator = allocator;
    this.origin = origin;
    this.limit = limit;
  }

  /** Appends the rows of a plain column that begins at row 0 of its buffers. */
  void append(Column column, long at) {
    long total = (long) rows + column.length();
    if (total >= Integer.MAX_VALUE) {
      throw origin.wrong(
          "A dictionary has less than " + Integer.MAX_VALUE + " values", at, "values=" + total);
    }
    appendValidity(column, (int) total, at);
    switch (type.lane()) {
      case BOOL -> appendBits(column, (int) total, at);
      case BYTES -> appendBytes(column, (int) total, at);
      case LONG, DOUBLE -> appendFixed(column, (int) total, at);
    }
    rows = (int) total;
    nulls += column.nullCount();
  }

  private void appendValidity(Column column, int total, long at) {
    validity = grow(validity, (rows + 7L) / 8, (total + 7L) / 8, at);
    long from = column.nullCount() == 0 ? 0 : column.validity().memoryAddress();
    for (int row = 0; row < column.length(); row++) {
      setBit(validity.memoryAddress(), rows + row, from == 0 || Validity.isSet(from, row));
    }
  }

  private void appendBits(Column column, int total, long at) {
    data = grow(data, (rows + 7L) / 8, (total + 7L) / 8, at);
    for (int row = 0; row < column.length(); row++) {
      setBit(data.memoryAddress(), rows + row, Validity.isSet(column.data().memoryAddress(), row));
    }
  }

  private static void setBit(long address, int row, boolean set) {
    long at = address + (row >> 3);
    int bit = 1 << (row & 7);
    int before = (row & 7) == 0 ? 0 : Raw.getByte(at);
    Raw.putByte(at, (byte) (set ? before | bit : before & ~bit));
  }

  private void appendFixed(Column column, int total, long at) {
    int width = type.kind().width();
    data = grow(data, (long) rows * width, (long) total * width, at);
    copyInto(column.data(), 0, (long) rows * width, (long) column.length() * width);
  }

  private void appendBytes(Column column, int total, long at) {
    int width = type.kind().width();
    offsets = grow(offsets, (rows + 1L) * width, (total + 1L) * width, at);
    long to = offsets.memoryAddress();
    putOffset(to, rows, bytes);
    if (column.length() == 0) {
      data = grow(data, bytes, bytes, at);
      return;
    }
    long from = column.offsets().memoryAddress();
    long first = OffsetCheck.get(from, 0, width);
    long added = OffsetCheck.get(from, column.length(), width) - first;
    if (width == Integer.BYTES && bytes + added > Integer.MAX_VALUE) {
      throw origin.wrong(
          "A dictionary with 32-bit offsets holds at most 2 GiB", at, "bytes=" + (bytes + added));
    }
    data = grow(data, bytes, bytes + added, at);
    for (int row = 1; row <= column.length(); row++) {
      putOffset(to, rows + (long) row, bytes + OffsetCheck.get(from, row, width) - first);
    }
    copyInto(column.data(), first, bytes, added);
    bytes += added;
  }

  private void putOffset(long address, long row, long offset) {
    if (type.kind().width() == Integer.BYTES) {
      Raw.putInt(address + row * 4, (int) offset);
    } else {
      Raw.putLong(address + row * 8, offset);
    }
  }

  private void copyInto(ArrowBuf from, long start, long to, long length) {
    if (length > 0) {
      Raw.copy(from.memoryAddress() + start, data.memoryAddress() + to, length);
      copied += length;
    }
  }

  /** The buffer with room for {@code need} bytes, of which {@code used} are kept. */
  private ArrowBuf grow(ArrowBuf buffer, long used, long need, long at) {
    if (buffer != null && buffer.capacity() >= need) {
      return buffer;
    }
    if (need > limit) {
      throw origin.wrong(
          "A dictionary must stay within the limit of memory",
          at,
          "bytes=" + need + ", limit=" + limit);
    }
    ArrowBuf larger = allocator.buffer(Math.max(64, Math.min(limit, need * 2)));
    if (buffer != null) {
      Raw.copy(buffer.memoryAddress(), larger.memoryAddress(), used);
      copied += used;
      buffer.close();
    }
    return larger;
  }

  /** Bytes copied since this was last asked. */
  long takeCopied() {
    long taken = copied;
    copied = 0;
    return taken;
  }

  /** The rows as they stand, under a schema of one column; the caller closes the batch. */
  Batch snapshot(Schema schema) {
    boolean text = type.lane() == Lane.BYTES;
    Column column =
        Column.of(type, rows, nulls, nulls == 0 ? null : validity, text ? offsets : null, data);
    return Batch.retaining(schema, rows, List.of(column));
  }

  @Override
  public void close() {
    close(validity);
    close(offsets);
    close(data);
  }

  private static void close(ArrowBuf buffer) {
    if (buffer != null) {
      buffer.close();
    }
  }
}
