package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions that PTX allows to be approximate are within its bounds. */
final class ApproximateInstructionsTest {
  @ParameterizedTest
  @CsvSource({"sin", "cos", "lg2", "ex2", "rcp", "rsqrt", "sqrt", "tanh"})
  void ofFloatsAreClose(String name) {
    float[] inputs = {0.25f, 0.5f, 1f, 1.5f, 2f, 3f, 10f};
    var bits = new long[inputs.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(inputs[i]);
    }
    try (var gpu = Gpu.emulatedOrReal()) {
      long[] results =
          Operation.apply(
              gpu, name + ".approx.f32 %d, %a;", "f32", new String[] {"f32"}, new long[][] {bits});
      for (int i = 0; i < bits.length; i++) {
        double expected = function(name).applyAsDouble(inputs[i]);
        assertThat((double) Float.intBitsToFloat((int) results[i]))
            .isCloseTo(expected, within(Math.abs(expected) * 1e-6 + 1e-6));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"rcp", "rsqrt"})
  void ofDoublesGiveAnUpperWord(String name) {
    double[] inputs = {0.3, 1, 2, 1e100, 1e-100};
    var bits = new long[inputs.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(inputs[i]);
    }
    try (var gpu = Gpu.emulatedOrReal()) {
      long[] results =
          Operation.apply(
              gpu,
              name + ".approx.ftz.f64 %d, %a;",
              "f64",
              new String[] {"f64"},
              new long[][] {bits});
      for (int i = 0; i < bits.length; i++) {
        double expected = function(name).applyAsDouble(inputs[i]);
        assertThat(results[i] & 0xffffffffL).isZero();
        assertThat(Double.longBitsToDouble(results[i]))
            .isCloseTo(expected, within(expected * 0x1p-19));
      }
    }
  }

  private static DoubleUnaryOperator function(String name) {
    return switch (name) {
      case "sin" -> Math::sin;
      case "cos" -> Math::cos;
      case "lg2" -> x -> Math.log(x) / Math.log(2);
      case "ex2" -> x -> Math.pow(2, x);
      case "rcp" -> x -> 1 / x;
      case "rsqrt" -> x -> 1 / Math.sqrt(x);
      case "sqrt" -> Math::sqrt;
      default -> Math::tanh;
    };
  }
}
