package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.Vec;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Three-valued logic, null tests and choices. */
public abstract class LogicContract extends KernelContract {
  @Test
  void andIsFalseIfEitherIs() {
    pairs(
        (a, b) -> {
          List<Object> actual = harness().eval((c, in) -> c.and(in[0], in[1]), a, b);
          assertThat(actual).isEqualTo(table(a, b, LogicContract::and));
        });
  }

  @Test
  void orIsTrueIfEitherIs() {
    pairs(
        (a, b) -> {
          List<Object> actual = harness().eval((c, in) -> c.or(in[0], in[1]), a, b);
          assertThat(actual).isEqualTo(table(a, b, LogicContract::or));
        });
  }

  private interface Pair {
    void test(TestColumn a, TestColumn b);
  }

  private static void pairs(Pair pair) {
    forSamples(
        DataType.BOOL,
        21,
        a -> {
          for (int nullEvery : new int[] {0, 2}) {
            pair.test(a, Samples.column(DataType.BOOL, a.rows(), nullEvery, 22));
          }
        });
  }

  private static List<Object> table(TestColumn a, TestColumn b, BinaryOperator<Object> rule) {
    List<Object> expected = new ArrayList<>();
    for (int row = 0; row < a.rows(); row++) {
      expected.add(rule.apply(a.values().get(row), b.values().get(row)));
    }
    return expected;
  }

  private static Object and(Object x, Object y) {
    if (Boolean.FALSE.equals(x) || Boolean.FALSE.equals(y)) {
      return false;
    }
    return (x == null || y == null) ? null : true;
  }

  private static Object or(Object x, Object y) {
    if (Boolean.TRUE.equals(x) || Boolean.TRUE.equals(y)) {
      return true;
    }
    return (x == null || y == null) ? null : false;
  }

  @Test
  void chainsOfLogicKeepTheirNulls() {
    forSamples(
        DataType.BOOL,
        23,
        a -> {
          TestColumn b = Samples.column(DataType.BOOL, a.rows(), 3, 24);
          List<Object> actual =
              harness().eval((c, in) -> c.not(c.or(c.and(in[0], in[1]), c.not(in[1]))), a, b);
          assertThat(actual).isEqualTo(table(a, b, (x, y) -> not(or(and(x, y), not(y)))));
        });
  }

  private static Object not(Object x) {
    return x == null ? null : !(Boolean) x;
  }

  @Test
  void isNullIsNeverNull() {
    for (DataType type : Samples.TYPES) {
      forSamples(
          type,
          25,
          a ->
              assertThat(harness().eval((c, in) -> c.isNull(in[0]), a))
                  .isEqualTo(a.values().stream().map(value -> (Object) (value == null)).toList()));
    }
  }

  @Test
  void choicesTakeTheOtherSideWhereTheConditionIsFalseOrNull() {
    for (DataType type : Samples.TYPES) {
      forSamples(
          type,
          26,
          then -> {
            TestColumn otherwise = Samples.column(type, then.rows(), 4, 27);
            TestColumn condition = Samples.column(DataType.BOOL, then.rows(), 4, 28);
            List<Object> expected = new ArrayList<>();
            for (int row = 0; row < then.rows(); row++) {
              boolean chosen = Boolean.TRUE.equals(condition.values().get(row));
              expected.add((chosen ? then : otherwise).values().get(row));
            }
            assertThat(
                    harness()
                        .eval((c, in) -> c.choose(in[0], in[1], in[2]), condition, then, otherwise))
                .as(type.toString())
                .isEqualTo(expected);
          });
    }
  }

  @Test
  void aChoiceOfTwoKindsHasTheWidestOfTheirLane() {
    harness()
        .withContext(
            context -> {
              Vec yes = context.literal(DataType.BOOL, true, 1);
              Object[][] cases = {
                {DataType.INT32, DataType.INT64, DataType.INT64},
                {DataType.INT32, DataType.of(Kind.INT8), DataType.INT64},
                {DataType.of(Kind.UINT32), DataType.UINT64, DataType.UINT64},
                {DataType.UINT64, DataType.of(Kind.UINT8), DataType.UINT64},
                {DataType.of(Kind.FLOAT32), DataType.FLOAT64, DataType.FLOAT64},
                {DataType.UTF8, DataType.of(Kind.LARGE_UTF8), DataType.of(Kind.LARGE_UTF8)},
                {DataType.INT32, DataType.INT32, DataType.INT32},
              };
              for (Object[] types : cases) {
                Vec then = context.literal((DataType) types[0], null, 1);
                Vec otherwise = context.literal((DataType) types[1], null, 1);
                assertThat(context.choose(yes, then, otherwise).type()).isEqualTo(types[2]);
              }
            });
  }
}
