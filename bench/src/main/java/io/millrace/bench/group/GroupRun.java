package io.millrace.bench.group;

import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** A batch of keys and values, and a table to group it with. */
final class GroupRun implements AutoCloseable {
  private final TableRun run;
  private final int rows;
  private long expectedSum;

  /**
   * Makes the data.
   *
   * @param keys distinct keys
   * @param skewed whether half of the rows have one of the 64th part of the keys
   */
  GroupRun(GroupSpec spec, int rows, int keys, boolean skewed) {
    this.rows = rows;
    DataType type = spec.keys().getFirst().type();
    this.run = new TableRun(spec, root -> batch(root, type, keys, skewed));
  }

  private Batch batch(RootAllocator root, DataType type, int keys, boolean skewed) {
    int[] drawn = new int[rows];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < rows; i++) {
      boolean hot = skewed && (i & 1) == 0;
      drawn[i] = random.nextInt(hot ? Math.max(1, keys / 64) : keys);
    }
    Column key = type.equals(DataType.UTF8) ? texts(root, drawn) : numbers(root, drawn);
    ArrowBuf values = root.buffer(rows * 8L);
    for (int i = 0; i < rows; i++) {
      values.setLong(i * 8L, i % 1000);
      expectedSum += i % 1000;
    }
    Column value = Column.of(DataType.INT64, rows, 0, null, null, values);
    return Batch.owning(
        new Schema(List.of(type.field("key"), DataType.INT64.field("value"))),
        rows,
        List.of(key, value));
  }

  /** Keys spread over all 64-bit numbers. */
  private static Column numbers(RootAllocator root, int[] drawn) {
    ArrowBuf data = root.buffer(drawn.length * 8L);
    for (int i = 0; i < drawn.length; i++) {
      data.setLong(i * 8L, spread(drawn[i]));
    }
    return Column.of(DataType.INT64, drawn.length, 0, null, null, data);
  }

  private static long spread(int key) {
    long x = (key + 1) * 0xBF58476D1CE4E5B9L;
    return (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
  }

  /** Keys of 4 to 11 bytes. */
  private static Column texts(RootAllocator root, int[] drawn) {
    ArrowBuf offsets = root.buffer((drawn.length + 1) * 4L);
    ArrowBuf data = root.buffer(drawn.length * 11L);
    int at = 0;
    for (int i = 0; i < drawn.length; i++) {
      offsets.setInt(i * 4L, at);
      at = put(data, put(data, at, "key"), Integer.toString(drawn[i]));
    }
    offsets.setInt(drawn.length * 4L, at);
    return Column.of(DataType.UTF8, drawn.length, 0, null, offsets, data);
  }

  private static int put(ArrowBuf data, int at, String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      data.setByte(at + i, ascii.charAt(i));
    }
    return at + ascii.length();
  }

  /** Groups all rows; returns the number of groups. */
  long group() {
    return run.takeIn(
        (context, staged, from, count) -> {
          Vec[] keys = {context.load(staged, 0, from, count)};
          Vec[] inputs = {context.load(staged, 1, from, count), null};
          run.table().writer(context).update(null, keys, inputs, count, from);
        });
  }

  /** Checks that every row was counted once, and empties the table. */
  void check() {
    GroupTable table = run.table();
    long counted = 0;
    long summed = 0;
    long groups = table.groups();
    for (Batch result : table.result(0)) {
      try (result) {
        groups -= result.rows();
        for (int row = 0; row < result.rows(); row++) {
          summed += result.column(1).data().getLong(row * 8L);
          counted += result.column(2).data().getLong(row * 8L);
        }
      }
    }
    table.evict(0);
    if (counted != rows || summed != expectedSum || groups != 0) {
      throw new IllegalStateException(
          "Every row is counted once: rows="
              + rows
              + ", counted="
              + counted
              + ", sum="
              + summed
              + ", expected sum="
              + expectedSum
              + ", groups not written="
              + groups
              + ".");
    }
  }

  @Override
  public void close() {
    run.close();
  }
}
