package io.millrace.bench.gram;

import io.millrace.bench.group.TableRun;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** A batch of doubles, and a table of its Gram matrix. */
final class GramRun implements AutoCloseable {
  private final TableRun run;
  private final int rows;
  private final int columns;

  /** Makes the data: normal numbers about 1,000, one value in {@code nullEvery} null. */
  GramRun(int columns, int rows, int nullEvery) {
    this.rows = rows;
    this.columns = columns;
    List<String> names = IntStream.range(0, columns).mapToObj(i -> "x" + i).toList();
    this.run = new TableRun(new GramSpec(names), root -> batch(root, names, nullEvery));
  }

  private Batch batch(RootAllocator root, List<String> names, int nullEvery) {
    SplittableRandom random = new SplittableRandom(1);
    List<Column> made = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      made.add(column(root, random, nullEvery));
    }
    Schema schema = new Schema(names.stream().map(DataType.FLOAT64::field).toList());
    return Batch.owning(schema, rows, made);
  }

  private Column column(RootAllocator root, SplittableRandom random, int nullEvery) {
    ArrowBuf values = root.buffer(rows * 8L);
    ArrowBuf validity = nullEvery == 0 ? null : root.buffer((rows + 7L) / 8);
    if (validity != null) {
      validity.setOne(0, validity.capacity());
    }
    int nulls = 0;
    for (int row = 0; row < rows; row++) {
      values.setDouble(row * 8L, 1000 + random.nextGaussian());
      if (nullEvery > 0 && random.nextInt(nullEvery) == 0) {
        nulls++;
        validity.setByte(row / 8, validity.getByte(row / 8) & ~(1 << row % 8));
      }
    }
    return Column.of(DataType.FLOAT64, rows, nulls, validity, null, values);
  }

  /** Takes in all rows. */
  long update() {
    return run.takeIn(
        (context, staged, from, count) -> {
          Vec[] inputs = new Vec[columns];
          for (int c = 0; c < columns; c++) {
            inputs[c] = context.load(staged, c, from, count);
          }
          run.table().writer(context).update(null, new Vec[0], inputs, count, from);
        });
  }

  /** Checks how many rows were used and that variances are about 1, and empties the table. */
  void check(int nullEvery) {
    try (Batch result = run.table().result(0).getFirst()) {
      long used = result.column(0).data().getLong(0);
      double variance = result.column(2).data().getDouble(0) / (used - 1);
      boolean allUsed = nullEvery > 0 ? used > 0 && used < rows : used == rows;
      if (!allUsed || Math.abs(variance - 1) > 0.05) {
        throw new IllegalStateException(
            "Rows are used once: rows=" + rows + ", used=" + used + ", variance=" + variance + ".");
      }
    }
    run.table().evict(0);
  }

  @Override
  public void close() {
    run.close();
  }
}
