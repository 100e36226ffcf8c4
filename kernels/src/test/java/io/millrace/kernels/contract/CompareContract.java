package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.InternalException;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.junit.jupiter.api.Test;

/** Comparisons of all lanes. */
public abstract class CompareContract extends KernelContract {
  @Test
  void everyComparisonOfEveryTypeAgreesWithOrder() {
    for (DataType type : Samples.TYPES) {
      for (Comparison op : Comparison.values()) {
        forSamples(type, 11, a -> check(op, type, a, Samples.column(type, a.rows(), 7, 12)));
      }
    }
  }

  @Test
  void everyValueEqualsItself() {
    for (DataType type : Samples.TYPES) {
      for (Comparison op : Comparison.values()) {
        TestColumn a = Samples.column(type, 207, 3, 13);
        check(op, type, a, a);
      }
    }
  }

  private void check(Comparison op, DataType type, TestColumn a, TestColumn b) {
    List<Object> actual = harness().eval((c, in) -> c.compare(op, in[0], in[1]), a, b);
    assertThat(actual)
        .as(op + " of " + type)
        .isEqualTo(mapped(a, b, (x, y) -> holds(op, order(type, x, y))));
  }

  private static boolean holds(Comparison op, int order) {
    return switch (op) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private static int order(DataType type, Object x, Object y) {
    return switch (type.lane()) {
      case LONG ->
          type.kind() == Kind.UINT64
              ? Long.compareUnsigned((Long) x, (Long) y)
              : Long.compare((Long) x, (Long) y);
      // Adding 0.0 turns -0.0 into 0.0; otherwise Java's order of doubles is the contract's.
      case DOUBLE -> Double.compare((Double) x + 0.0, (Double) y + 0.0);
      case BOOL -> Boolean.compare((Boolean) x, (Boolean) y);
      case BYTES -> Arrays.compareUnsigned(TestBatches.encode(x), TestBatches.encode(y));
    };
  }

  @Test
  void textsThatDifferLateOrByLengthOnly() {
    for (int length = 0; length < 40; length++) {
      String base = "é".repeat(length);
      TestColumn a = TestColumn.of(DataType.UTF8, base, base + "a", base + "a", base + "\u0000");
      TestColumn b = TestColumn.of(DataType.UTF8, base + "b", base + "b", base + "a", base);
      for (Comparison op : Comparison.values()) {
        check(op, DataType.UTF8, a, b);
      }
    }
  }

  @Test
  void unitsMustAgree() {
    harness()
        .withContext(
            context -> {
              var a = context.literal(DataType.timestamp(TimeUnit.SECOND, null), 1L, 3);
              var b = context.literal(DataType.timestamp(TimeUnit.MILLISECOND, null), 1L, 3);
              assertThatThrownBy(() -> context.compare(Comparison.LESS, a, b))
                  .isInstanceOf(InternalException.class)
                  .hasMessageContaining("timestamp[ms]");
            });
  }
}
