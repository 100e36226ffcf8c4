package io.millrace.kernels.cpu.group.cell;

import io.millrace.error.DataException;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Writes one column of a batch, narrowing values to its type. {@link #release} hands the buffers
 * over; before that, the caller closes the writer.
 */
public final class ColumnWriter implements AutoCloseable {
  private static final long LARGE = 1L << 30;

  private final DataType type;
  private final int capacity;
  private final BufferAllocator allocator;
  private ArrowBuf validity;
  private ArrowBuf offsets;
  private ArrowBuf data;
  private long bytes;
  private int rows;
  private int nulls;

  /** A writer of up to {@code capacity} rows. */
  public ColumnWriter(DataType type, int capacity, BufferAllocator allocator) {
    this.type = type;
    this.capacity = capacity;
    this.allocator = allocator;
    try {
      Kind kind = type.kind();
      switch (type.lane()) {
        case BOOL -> {
          data = allocator.buffer(Math.max(1, (capacity + 7L) / 8));
          data.setZero(0, data.capacity());
        }
        case LONG, DOUBLE -> data = allocator.buffer(Math.max(1L, (long) capacity * kind.width()));
        case BYTES -> {
          offsets = allocator.buffer((capacity + 1L) * kind.width());
          data = allocator.buffer(Math.max(64L, capacity * 8L));
          putOffset(0);
        }
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Whether the batch should end soon, lest 32-bit offsets overflow. */
  public boolean isLarge() {
    return bytes > LARGE;
  }

  /** Appends the first {@code count} rows of a chunk. */
  public void append(Cells cells, int count) {
    if (cells.mayHaveNulls() || validity != null) {
      appendValidity(cells, count);
    }
    switch (type.lane()) {
      case BOOL -> appendBits(cells.words(), count);
      case LONG ->
          narrow(cells.words(), count, data.memoryAddress() + (long) rows * type.kind().width());
      case DOUBLE -> appendDoubles(cells.words(), count);
      case BYTES -> appendSpans(cells, count);
    }
    rows += count;
  }

  private void appendValidity(Cells cells, int count) {
    if (validity == null) {
      validity = allocator.buffer((capacity + 7L) / 8);
      validity.setZero(0, validity.capacity());
      for (int i = 0; i < rows; i++) {
        setBit(validity, i);
      }
    }
    for (int i = 0; i < count; i++) {
      if (cells.isValid(i)) {
        setBit(validity, rows + i);
      } else {
        nulls++;
      }
    }
  }

  private static void setBit(ArrowBuf bits, int index) {
    long at = bits.memoryAddress() + (index >> 3);
    Raw.putByte(at, (byte) (Raw.getByte(at) | 1 << (index & 7)));
  }

  private void appendBits(long[] words, int count) {
    for (int i = 0; i < count; i++) {
      if ((words[i] & 1) != 0) {
        setBit(data, rows + i);
      }
    }
  }

  private void narrow(long[] words, int count, long to) {
    switch (type.kind().width()) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          Raw.putByte(to + i, (byte) words[i]);
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          Raw.ALL.set(Raw.SHORT, to + i * 2L, (short) words[i]);
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          Raw.putInt(to + i * 4L, (int) words[i]);
        }
      }
      default -> copy(words, count, to);
    }
  }

  private void appendDoubles(long[] words, int count) {
    long to = data.memoryAddress() + (long) rows * type.kind().width();
    if (type.kind() == Kind.FLOAT64) {
      copy(words, count, to);
      return;
    }
    for (int i = 0; i < count; i++) {
      float value = (float) Double.longBitsToDouble(words[i]);
      Raw.putInt(to + i * 4L, Float.floatToRawIntBits(value));
    }
  }

  private static void copy(long[] words, int count, long to) {
    for (int i = 0; i < count; i++) {
      Raw.putLong(to + i * 8L, words[i]);
    }
  }

  private void appendSpans(Cells cells, int count) {
    long more = 0;
    for (int i = 0; i < count; i++) {
      more += Spans.length(cells.tails()[i]);
    }
    reserveBytes(bytes + more);
    long base = data.memoryAddress();
    for (int i = 0; i < count; i++) {
      long tail = cells.tails()[i];
      Spans.write(cells.words()[i], tail, base + bytes);
      bytes += Spans.length(tail);
      putOffset(rows + i + 1);
    }
  }

  private void putOffset(int index) {
    if (type.kind().width() == 4) {
      Raw.putInt(offsets.memoryAddress() + index * 4L, (int) bytes);
    } else {
      Raw.putLong(offsets.memoryAddress() + index * 8L, bytes);
    }
  }

  private void reserveBytes(long needed) {
    if (type.kind().width() == 4 && needed > Integer.MAX_VALUE) {
      throw new DataException(
          "A column with 32-bit offsets holds at most 2 GiB: bytes="
              + needed
              + ". Use the large type.");
    }
    if (needed > data.capacity()) {
      ArrowBuf larger = allocator.buffer(Math.max(needed, data.capacity() * 2));
      Raw.copy(data.memoryAddress(), larger.memoryAddress(), bytes);
      data.close();
      data = larger;
    }
  }

  /** The column, without its buffers' ownership until {@link #release}. */
  public Column column() {
    return Column.of(type, rows, nulls, nulls == 0 ? null : validity, offsets, data);
  }

  /** Leaves the buffers to whoever has taken the column. */
  public void release() {
    if (nulls == 0 && validity != null) {
      validity.close();
    }
    validity = null;
    offsets = null;
    data = null;
  }

  @Override
  public void close() {
    closeBuffer(validity);
    closeBuffer(offsets);
    closeBuffer(data);
    validity = null;
    offsets = null;
    data = null;
  }

  private static void closeBuffer(ArrowBuf buffer) {
    if (buffer != null) {
      buffer.close();
    }
  }
}
