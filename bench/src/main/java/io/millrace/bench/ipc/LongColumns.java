package io.millrace.bench.ipc;

import io.millrace.ipc.write.IpcFileWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches of eight int64 columns in memory, each batch's memory its own. */
final class LongColumns implements AutoCloseable {
  static final int COLUMNS = 8;
  private static final Schema SCHEMA = columns();

  private final List<Batch> batches = new ArrayList<>();

  LongColumns(int count, int rows, BufferAllocator allocator) {
    for (int i = 0; i < count; i++) {
      batches.add(batch(i, rows, allocator));
    }
  }

  private static Schema columns() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      fields.add(DataType.INT64.field("c" + i));
    }
    return new Schema(fields);
  }

  private static Batch batch(int number, int rows, BufferAllocator allocator) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      ArrowBuf data = allocator.buffer(rows * 8L);
      for (long row = 0; row < rows; row++) {
        Raw.putLong(data.memoryAddress() + row * 8, (row + number) * (i + 1));
      }
      columns.add(Column.of(DataType.INT64, rows, 0, null, null, data));
    }
    return Batch.owning(SCHEMA, rows, columns);
  }

  /** Writes the same batches as a file, one at a time. */
  static void write(Path file, int count, int rows, BufferAllocator allocator) throws IOException {
    WriteLayout layout = WriteLayout.plain(SCHEMA);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        IpcFileWriter writer = new IpcFileWriter(channel, layout, allocator)) {
      for (int i = 0; i < count; i++) {
        try (Batch batch = batch(i, rows, allocator)) {
          writer.write(batch);
        }
      }
      writer.finish();
    }
  }

  /** Bytes of the columns of so many rows. */
  static long bytes(int rows) {
    return (long) rows * COLUMNS * Long.BYTES;
  }

  Schema schema() {
    return SCHEMA;
  }

  List<Batch> batches() {
    return batches;
  }

  long rows() {
    return batches.stream().mapToLong(Batch::rows).sum();
  }

  long sum() {
    long sum = 0;
    for (Batch batch : batches) {
      sum += sum(batch);
    }
    return sum;
  }

  static long sum(Batch batch) {
    long sum = 0;
    for (Column column : batch.columns()) {
      sum += sumWords(column.data().memoryAddress(), column.length());
    }
    return sum;
  }

  /** Adds four words at a time, so that no addition waits for the one before. */
  static long sumWords(long address, int words) {
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    int i = 0;
    for (; i + 4 <= words; i += 4) {
      long at = address + i * 8L;
      a += Raw.getLong(at);
      b += Raw.getLong(at + 8);
      c += Raw.getLong(at + 16);
      d += Raw.getLong(at + 24);
    }
    for (; i < words; i++) {
      a += Raw.getLong(address + i * 8L);
    }
    return a + b + c + d;
  }

  @Override
  public void close() {
    batches.forEach(Batch::close);
  }
}
