package io.millrace.sink;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A batch with one column of each shape that text formats treat in a way of its own, and a row of
 * nulls in front.
 */
final class EveryType {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              DataType.BOOL.field("flag"),
              DataType.INT64.field("n"),
              DataType.UINT64.field("u"),
              DataType.of(Kind.FLOAT32).field("f"),
              DataType.FLOAT64.field("d"),
              DataType.UTF8.field("text"),
              DataType.BINARY.field("bytes"),
              DataType.DATE_DAY.field("day"),
              DataType.timestamp(TimeUnit.MILLISECOND, "UTC").field("at"),
              DataType.duration(TimeUnit.MILLISECOND).field("took")));

  private EveryType() {}

  static Batch batch(BufferAllocator allocator, String text, double number) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Column> columns =
        List.of(
            fixed(allocator, SCHEMA, 0, 0b10),
            fixed(allocator, SCHEMA, 1, Long.MIN_VALUE),
            fixed(allocator, SCHEMA, 2, -1),
            fixed(allocator, SCHEMA, 3, Float.floatToRawIntBits(0.1f)),
            fixed(allocator, SCHEMA, 4, Double.doubleToRawLongBits(number)),
            bytes(allocator, DataType.UTF8, bytes),
            bytes(allocator, DataType.BINARY, new byte[] {0, -1, 16, 32}),
            fixed(allocator, SCHEMA, 7, 20_000),
            fixed(allocator, SCHEMA, 8, 1_769_847_301_250L),
            fixed(allocator, SCHEMA, 9, 90_500));
    return Batch.owning(SCHEMA, 2, columns);
  }

  private static ArrowBuf secondOnly(BufferAllocator allocator) {
    ArrowBuf validity = allocator.buffer(8);
    validity.setLong(0, 0b10);
    return validity;
  }

  private static Column fixed(BufferAllocator allocator, Schema schema, int ordinal, long value) {
    DataType type = DataType.of(schema.getFields().get(ordinal));
    ArrowBuf data = allocator.buffer(16);
    data.setLong(0, value);
    if (type.kind().width() == 4) {
      data.setInt(4, (int) value);
    } else if (type.kind().width() == 8) {
      data.setLong(8, value);
    }
    return Column.of(type, 2, 1, secondOnly(allocator), null, data);
  }

  private static Column bytes(BufferAllocator allocator, DataType type, byte[] value) {
    ArrowBuf offsets = allocator.buffer(12);
    offsets.setInt(0, 0);
    offsets.setInt(4, 0);
    offsets.setInt(8, value.length);
    ArrowBuf data = allocator.buffer(Math.max(1, value.length));
    data.setBytes(0, value);
    return Column.of(type, 2, 1, secondOnly(allocator), offsets, data);
  }
}
