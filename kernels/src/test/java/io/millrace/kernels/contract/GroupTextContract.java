package io.millrace.kernels.contract;

import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.FIRST;
import static io.millrace.kernels.group.AggregateFunction.LAST;
import static io.millrace.kernels.group.AggregateFunction.MAX;
import static io.millrace.kernels.group.AggregateFunction.MIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupOracle;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What holds on every backend for texts that groups keep: they are replaced by any other length.
 */
public abstract class GroupTextContract {
  private static final DataType TYPE = DataType.BINARY;

  private static final GroupSpec SPEC =
      GroupRows.spec(
          List.of(DataType.INT64), MIN, TYPE, MAX, TYPE, FIRST, TYPE, LAST, TYPE, COUNT_ALL, null);

  private GroupHarness harness;

  /** The backend under test. */
  protected abstract BackendProvider provider();

  @BeforeEach
  void open() {
    harness = new GroupHarness(provider(), 2);
  }

  @AfterEach
  void close() {
    // null where the test was skipped for want of a device
    if (harness != null) {
      harness.close();
    }
  }

  private GroupTable newTable() {
    return harness.backend().newGroupTable(SPEC, harness.allocator());
  }

  /** Rows of so many keys, all aggregates over the same values; about one key in nine is null. */
  private static GroupRows rows(int rows, int keys, TestColumn panes, IntFunction<byte[]> value) {
    List<Object> numbers = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      numbers.add(row % 9 == 8 ? null : (Object) (row * 31L % keys));
      byte[] bytes = value.apply(row);
      values.add(bytes == null ? null : ByteBuffer.wrap(bytes));
    }
    TestColumn texts = TestColumn.of(TYPE, values);
    List<TestColumn> inputs = new ArrayList<>(List.of(texts, texts, texts, texts));
    inputs.add(null);
    return new GroupRows(rows, panes, List.of(TestColumn.of(DataType.INT64, numbers)), inputs);
  }

  /**
   * A text that others begin with, or that begins like them: of one byte, with some other bytes.
   */
  private static byte[] similar(Random random) {
    byte filling = (byte) new int[] {0, 'a', 0x7f, 0x80, 0xff}[random.nextInt(5)];
    byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(18)];
    Arrays.fill(bytes, filling);
    if (bytes.length > 0 && random.nextBoolean()) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(7) == 0 ? null : bytes;
  }

  @Test
  void textsAreOrderedByUnsignedBytesHoweverTheyBegin() {
    for (int keys : new int[] {1, 40, 2500}) {
      Random random = new Random(keys);
      GroupRows rows = rows(5000, keys, null, _ -> similar(random));
      try (GroupTable table = newTable()) {
        GroupTableContract.check(
            table, new GroupOracle(SPEC).add(rows, harness.feed(table, rows, 1700)));
      }
    }
  }

  @Test
  void groupsOfNullsHaveNoText() {
    GroupRows nulls = rows(300, 20, null, _ -> null);
    GroupRows some = rows(300, 30, null, row -> row % 2 == 0 ? null : new byte[row % 3]);
    try (GroupTable table = newTable()) {
      GroupOracle oracle = new GroupOracle(SPEC).add(nulls, harness.feed(table, nulls, 300));
      GroupTableContract.check(table, oracle);
      oracle.add(some, harness.feed(table, some, 100));
      GroupTableContract.check(table, oracle);
    }
  }

  @Test
  void whatIsReplacedLeavesNoMemoryBehind() {
    try (GroupTable table = newTable()) {
      GroupOracle oracle = new GroupOracle(SPEC);
      long bytes = 0;
      for (int batch = 0; batch < 40; batch++) {
        byte first = (byte) batch;
        GroupRows rows =
            rows(
                900,
                150,
                null,
                row -> {
                  byte[] text = new byte[40 + row % 23];
                  Arrays.fill(text, first);
                  return text;
                });
        oracle.add(rows, harness.feed(table, rows, 900));
        bytes = batch == 10 ? table.bytes() : bytes;
      }
      GroupTableContract.check(table, oracle);
      assertThat(table.bytes()).isLessThan(2 * bytes);
    }
  }

  /** Texts come from the very pane that makes room for them. */
  @Test
  void panesMergeAndGoWithTheirTexts() {
    Random random = new Random(3);
    List<Object> numbers = new ArrayList<>();
    for (int row = 0; row < 6000; row++) {
      numbers.add((long) random.nextInt(4));
    }
    TestColumn panes = TestColumn.of(DataType.INT64, numbers);
    GroupRows rows = rows(6000, 700, panes, _ -> similar(random));
    try (GroupTable table = newTable()) {
      GroupOracle oracle = new GroupOracle(SPEC).add(rows, harness.feed(table, rows, 2000));
      table.merge(1, 9);
      table.merge(3, 9);
      table.merge(0, 9);
      assertPane(table, 9, oracle, 0, 1, 3);
      table.evict(3);
      table.evict(0);
      assertPane(table, 9, oracle, 0, 1, 3);
      assertPane(table, 2, oracle, 2);
      assertThat(table.result(3)).isEmpty();
    }
  }

  private static void assertPane(GroupTable table, long pane, GroupOracle oracle, long... from) {
    GroupHarness.assertGroups(
        SPEC, GroupHarness.read(SPEC, table.result(pane)), oracle.result(from));
  }

  @Test
  void exportedTextsGoOnElsewhere() {
    Random random = new Random(4);
    GroupRows before = rows(4000, 900, null, _ -> similar(random));
    GroupRows after = rows(4000, 1100, null, _ -> similar(random));
    try (GroupTable first = newTable();
        GroupTable second = newTable()) {
      GroupOracle oracle = new GroupOracle(SPEC).add(before, harness.feed(first, before, 1000));
      for (int times = 0; times < 2; times++) {
        for (Batch batch : first.exportState(0)) {
          try (batch) {
            second.importState(0, batch);
          }
        }
        first.evict(0);
      }
      oracle.add(after, harness.feed(second, after, 1000));
      GroupTableContract.check(second, oracle);
      assertThat(first.groups()).isZero();
    }
  }
}
