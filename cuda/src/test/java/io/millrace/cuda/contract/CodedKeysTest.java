package io.millrace.cuda.contract;

import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.FIRST;
import static io.millrace.kernels.group.AggregateFunction.MAX;
import static io.millrace.kernels.group.AggregateFunction.SUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.Schedules;
import io.millrace.kernels.contract.GroupTableContract;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupOracle;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys from a dictionary are looked for once for each of its values that occurs. */
class CodedKeysTest {
  private static final GroupSpec SPEC =
      GroupRows.spec(
          List.of(DataType.UTF8),
          COUNT_ALL,
          null,
          SUM,
          DataType.INT64,
          FIRST,
          DataType.INT64,
          MAX,
          DataType.UTF8);

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  @AfterEach
  void reset() {
    Emulator.reset();
  }

  /** Keys of about {@code distinct} values, null where a multiple of {@code nullEvery} is drawn. */
  private static GroupRows rows(int rows, int distinct, int nullEvery, boolean coded, int seed) {
    GroupRows random = GroupRows.random(SPEC, rows, 1, 0, nullEvery, seed);
    Random keys = new Random(seed);
    List<Object> texts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int key = keys.nextInt(distinct);
      boolean none = nullEvery > 0 && key % nullEvery == 0;
      texts.add(none ? null : "a key that is text, number " + key * (seed % 2 + 1));
    }
    TestColumn key = TestColumn.of(DataType.UTF8, texts);
    TestColumn column = coded ? key.dictionary(Kind.INT32) : key;
    return new GroupRows(rows, null, List.of(column), random.inputs());
  }

  /** Batches have dictionaries of their own, each with values that do not occur. */
  private static void check(int distinct, int nullEvery, int... sizes) {
    try (var harness = new GroupHarness(TestedBackend.provider(), 0);
        GroupTable table = harness.backend().newGroupTable(SPEC, harness.allocator())) {
      GroupOracle oracle = new GroupOracle(SPEC);
      for (int seed = 0; seed < sizes.length; seed++) {
        GroupRows rows = rows(sizes[seed], distinct, nullEvery, seed != 2, seed);
        Emulator.clearCounters();
        oracle.add(rows, harness.feed(table, rows, rows.rows()));
        Emulator.assertRan("group_code_rows", seed != 2 && rows.rows() > 8 * distinct);
        GroupTableContract.check(table, oracle);
      }
    }
  }

  @Test
  void keysOfDictionariesMeetThoseOfOtherBatches() {
    check(40, 0, 1000, 700, 600, 33);
    check(40, 5, 1000, 700, 600, 900);
    check(300, 7, 3000, 4500, 700);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void howeverThreadsAreScheduled(Schedules schedule) {
    schedule.use();
    check(60, 6, 700, 900);
  }

  @Test
  void rowsCostAFractionOfTexts() {
    long plain = instructions(false);
    long coded = instructions(true);
    assertThat(coded).isLessThan(plain / 3);
  }

  /** Of the kernels that find groups, for 20,000 rows of a thousand keys. */
  private static long instructions(boolean coded) {
    GroupSpec spec = GroupRows.spec(List.of(DataType.UTF8), COUNT_ALL, null);
    GroupRows rows = rows(20_000, 1000, 0, coded, 1);
    List<TestColumn> none = new ArrayList<>();
    none.add(null);
    try (var harness = new GroupHarness(TestedBackend.provider(), 0);
        GroupTable table = harness.backend().newGroupTable(spec, harness.allocator())) {
      Emulator.set("check.global-races", "false");
      Emulator.clearCounters();
      harness.feed(table, new GroupRows(rows.rows(), null, rows.keys(), none), rows.rows());
      return Emulator.counters().entrySet().stream()
          .filter(each -> each.getKey().matches("kernel.group_(code|hash|find|publish|resolve).*"))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }
}
