package io.millrace.kernels.cpu.build;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The buffers of a column that is being built on the host, whichever device its values come from:
 * validity, data, and offsets where values differ in length. They belong to this object until the
 * column is built. For one thread.
 */
public final class ColumnBuffers implements AutoCloseable {
  private final DataType type;
  private final ValidityBuilder validity;
  private final GrowingBuffer offsets;
  private final GrowingBuffer data;

  /** Of texts so far. */
  private long textBytes;

  /** Empty; memory comes from {@code allocator} when the first values do. */
  public ColumnBuffers(DataType type, BufferAllocator allocator) {
    this.type = type;
    this.validity = new ValidityBuilder(allocator);
    this.offsets = type.lane() == Lane.BYTES ? new GrowingBuffer(allocator) : null;
    this.data = new GrowingBuffer(allocator);
  }

  /** The column's type. */
  public DataType type() {
    return type;
  }

  /** Which rows are null. */
  public ValidityBuilder validity() {
    return validity;
  }

  /** Where values of different lengths begin; null where all are as long. */
  public GrowingBuffer offsets() {
    return offsets;
  }

  /** The values. */
  public GrowingBuffer data() {
    return data;
  }

  /** Bytes of the texts that were appended. */
  public long textBytes() {
    return textBytes;
  }

  /** Texts of so many bytes were appended to the data. */
  public void addTextBytes(long bytes) {
    textBytes += bytes;
  }

  /** Appends {@code added} bits to the data, behind those of {@code rows} earlier rows. */
  public void appendBits(long[] bits, int rows, int added) {
    long used = rows == 0 ? 0 : BitAppender.bytes(rows);
    long address = data.reserve(used, BitAppender.bytes((long) rows + added));
    BitAppender.append(address, rows, bits, added);
  }

  /**
   * The column; its buffers now belong to the caller. If this throws, they still belong to this
   * object.
   */
  public Column build(int rows) {
    Column column =
        Column.of(
            type,
            rows,
            validity.nulls(),
            validity.view(rows),
            offsets == null ? null : offsets.view((rows + 1L) * type.kind().width()),
            data.view(bytes(rows)));
    validity.release();
    if (offsets != null) {
      offsets.release();
    }
    data.release();
    textBytes = 0;
    return column;
  }

  /** Bytes of the values of so many rows. */
  public long bytes(int rows) {
    return switch (type.lane()) {
      case BOOL -> (rows + 7L) / 8;
      case LONG, DOUBLE -> (long) rows * type.kind().width();
      case BYTES -> textBytes;
    };
  }

  @Override
  public void close() {
    validity.close();
    if (offsets != null) {
      offsets.close();
    }
    data.close();
    textBytes = 0;
  }
}
