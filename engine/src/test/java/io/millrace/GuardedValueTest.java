package io.millrace;

import static io.millrace.Functions.call;
import static io.millrace.Functions.caseWhen;
import static io.millrace.Functions.coalesce;
import static io.millrace.Functions.col;
import static io.millrace.Functions.floorDiv;
import static io.millrace.Functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.expr.Expr;
import io.millrace.expr.ScalarFunction;
import io.millrace.harness.Expressions;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.Vec;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A value that no row asks for is no error: over the rows of {@link Expressions}, where {@code i}
 * is 7, -7, 0 and null, and {@code s} is 'Ab c', '12', '' and null.
 */
class GuardedValueTest {
  private static final Expr I = col("i");
  private static final Expr NOT_ZERO = I.notEqual(0);
  private static final Expr TEN_BY_I = lit(10).div(I);

  /** Divides within itself, as functions of the program's may. */
  private static final ScalarFunction TEN_BY =
      new ScalarFunction() {
        @Override
        public String name() {
          return "ten_by";
        }

        @Override
        public DataType resultType(List<DataType> arguments) {
          return DataType.INT64;
        }

        @Override
        public Vec apply(KernelContext kernels, Vec[] arguments, int length) {
          Vec ten = kernels.literal(DataType.INT64, 10L, length);
          return kernels.arithmetic(Arithmetic.DIVIDE, DataType.INT64, ten, arguments[0]);
        }
      };

  private static Arguments of(Expr expression, Object... values) {
    return Arguments.of(expression, Arrays.asList(values));
  }

  static Stream<Arguments> guarded() {
    return Stream.of(
        of(caseWhen(NOT_ZERO, TEN_BY_I), 1L, -1L, null, null),
        of(caseWhen(NOT_ZERO, TEN_BY_I).otherwise(-1), 1L, -1L, -1L, -1L),
        of(caseWhen(I.equalTo(0), 5).otherwise(TEN_BY_I), 1L, -1L, 5L, null),
        of(caseWhen(I.equalTo(0), 5).when(TEN_BY_I.gt(0), 6).otherwise(7), 6L, 7L, 5L, 7L),
        of(caseWhen(I.gt(0), lit(10).mod(I)).otherwise(null), 3L, null, null, null),
        of(caseWhen(NOT_ZERO, floorDiv(10, I)), 1L, -2L, null, null),
        of(caseWhen(NOT_ZERO, TEN_BY_I.plus(1).multiply(2)), 4L, 0L, null, null),
        of(
            caseWhen(NOT_ZERO, caseWhen(I.gt(0), TEN_BY_I).otherwise(TEN_BY_I)),
            1L,
            -1L,
            null,
            null),
        of(
            caseWhen(col("b"), caseWhen(NOT_ZERO, TEN_BY_I).otherwise(0)).otherwise(9),
            1L,
            9L,
            0L,
            9L),
        of(
            caseWhen(NOT_ZERO, coalesce(lit(10).div(caseWhen(NOT_ZERO, I)), 0)),
            1L,
            -1L,
            null,
            null),
        of(caseWhen(col("s").equalTo("12"), col("s").cast(DataType.INT64)), null, 12L, null, null),
        of(
            caseWhen(
                I.multiply(100).between(-128, 127), I.multiply(100).cast(DataType.of(Kind.INT8))),
            null,
            null,
            0L,
            null),
        of(caseWhen(NOT_ZERO, call(TEN_BY, I)), 1L, -1L, null, null),
        of(caseWhen(NOT_ZERO, col("span").div(I)), 214L, 0L, null, null),
        of(coalesce(I, col("s").cast(DataType.INT64)), 7L, -7L, 0L, null),
        of(coalesce(caseWhen(I.equalTo(0), 5), TEN_BY_I), 1L, -1L, 5L, null),
        of(NOT_ZERO.and(TEN_BY_I.gt(0)), true, false, false, null),
        of(I.equalTo(0).or(TEN_BY_I.gt(0)), true, false, true, null),
        of(caseWhen(NOT_ZERO.and(TEN_BY_I.gt(0)), TEN_BY_I).otherwise(0), 1L, 0L, 0L, 0L));
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void whatNoRowAsksForIsNotCounted(Expr expression, List<Object> values) throws Exception {
    Expressions computed =
        Expressions.of(settings -> settings.onValueError(OnValueError.FAIL), expression);
    assertThat(computed.values()).isEqualTo(values);
    assertThat(computed.metrics().valueErrors()).isEqualTo(ValueErrors.NONE);
  }

  @Test
  void whatARowAsksForIsCountedOnce() throws Exception {
    Expressions chosen = Expressions.of(caseWhen(I.leq(0), TEN_BY_I).otherwise(lit(1).div(I)));
    assertThat(chosen.values()).containsExactly(0L, -1L, null, null);
    assertThat(chosen.metrics().valueErrors()).isEqualTo(new ValueErrors(1, 0));
    Expressions fallback = Expressions.of(coalesce(TEN_BY_I, col("s").cast(DataType.INT64)));
    assertThat(fallback.values()).containsExactly(1L, -1L, null, null);
    assertThat(fallback.metrics().valueErrors())
        .as("the empty text of the row that divides by zero; null is no error")
        .isEqualTo(new ValueErrors(1, 1));
    Expressions or = Expressions.of(I.gt(0).or(TEN_BY_I.gt(0)));
    assertThat(or.values()).containsExactly(true, false, null, null);
    assertThat(or.metrics().valueErrors()).isEqualTo(new ValueErrors(1, 0));
  }
}
