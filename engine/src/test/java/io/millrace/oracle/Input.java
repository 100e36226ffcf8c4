package io.millrace.oracle;

import io.millrace.harness.Run;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;

/** Random rows of five columns, with everything that makes rows awkward. */
final class Input {
  static final int I = 0;
  static final int S = 1;
  static final int D = 2;
  static final int B = 3;
  static final int T = 4;

  private static final DataType TIME = DataType.timestamp(TimeUnit.SECOND, null);
  private static final List<DataType> TYPES =
      List.of(DataType.INT64, DataType.UTF8, DataType.FLOAT64, DataType.BOOL, TIME);

  static final Schema SCHEMA =
      new Schema(
          List.of(
              DataType.INT64.field("i"),
              DataType.UTF8.field("s"),
              DataType.FLOAT64.field("d"),
              DataType.BOOL.field("b"),
              TIME.field("t")));

  private static final List<String> TEXTS =
      List.of("a", "b", "", "a b", "ä ö ü", "long ".repeat(9));
  private static final List<Double> NUMBERS =
      List.of(0.0, -0.0, Double.NaN, 1.5, -2.25, 1024.0, Double.POSITIVE_INFINITY);

  private Input() {}

  /** Rows whose times go on and on, some of them late. */
  static List<List<Object>> rows(Random random, int count) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>();
      row.add(random.nextInt(6) == 0 ? null : (Object) (long) (random.nextInt(7) - 1));
      row.add(random.nextInt(6) == 0 ? null : TEXTS.get(random.nextInt(TEXTS.size())));
      row.add(random.nextInt(6) == 0 ? null : NUMBERS.get(random.nextInt(NUMBERS.size())));
      row.add(random.nextInt(6) == 0 ? null : (Object) random.nextBoolean());
      row.add(random.nextInt(9) == 0 ? null : (Object) (i + random.nextInt(30) - 40L));
      rows.add(row);
    }
    return rows;
  }

  /**
   * The rows as a batch: text behind a dictionary or not, the whole of its buffers or a slice at an
   * odd offset.
   */
  static Batch batch(RootAllocator allocator, Random random, List<List<Object>> rows) {
    int before = random.nextInt(3) == 0 ? 1 + 2 * random.nextInt(5) : 0;
    int after = random.nextInt(3);
    List<List<Object>> all = new ArrayList<>(rows(random, before));
    all.addAll(rows);
    all.addAll(rows(random, after));
    TestColumn[] columns = new TestColumn[TYPES.size()];
    for (int c = 0; c < columns.length; c++) {
      int column = c;
      columns[c] = TestColumn.of(TYPES.get(c), all.stream().map(row -> row.get(column)).toList());
    }
    if (random.nextBoolean()) {
      columns[S] = columns[S].dictionary(random.nextBoolean() ? Kind.INT32 : Kind.UINT8);
    }
    try (Batch whole = Run.batch(allocator, SCHEMA, columns)) {
      return whole.slice(before, rows.size());
    }
  }
}
