package io.millrace.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** What counts as the same result of two devices. */
class ResultComparisonTest {
  private static final TestColumn KEYS = TestColumn.of(DataType.UTF8, "a", "b", null);

  /** Rows that differ where the keys have these numbers. */
  private static long differences(List<Double> first, List<Double> second) {
    try (RootAllocator root = new RootAllocator();
        Batch one = batch(root, first);
        Batch other = batch(root, second)) {
      return ResultComparison.differences(List.of(one), List.of(other));
    }
  }

  private static Batch batch(RootAllocator root, List<Double> numbers) {
    return TestBatches.of(root, KEYS, TestColumn.of(DataType.FLOAT64, numbers.toArray()));
  }

  @Test
  void numbersAreTheSameWithinRounding() {
    assertThat(differences(List.of(1.0, 2.0, 3.0), List.of(1.0, 2.0, 3.0 + 2e-9))).isZero();
    assertThat(differences(List.of(1.0, 2.0, 3.0), List.of(1.0, 2.0, 3.0 + 4e-9))).isEqualTo(2);
    assertThat(differences(List.of(1.0, 2.0, 3.0), List.of(2.0, 1.0, 3.0))).isEqualTo(4);
  }

  @Test
  void whatCancelsOutIsComparedWithItsColumn() {
    assertThat(differences(List.of(5.0, 1e-15, 7.0), List.of(5.0, -2e-15, 7.0))).isZero();
    assertThat(differences(List.of(5.0, 1e-9, 7.0), List.of(5.0, -2e-9, 7.0))).isEqualTo(2);
    // alone, it is all there is to go by
    assertThat(differences(List.of(0.0, 1e-15, 0.0), List.of(0.0, -2e-15, 0.0))).isEqualTo(2);
  }

  @Test
  void nothingIsNearInfinityOrNoNumber() {
    double infinite = Double.POSITIVE_INFINITY;
    assertThat(differences(List.of(infinite, 1.0, 2.0), List.of(infinite, 1.0, 2.0))).isZero();
    assertThat(differences(List.of(infinite, 1.0, 2.0), List.of(5.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(differences(List.of(infinite, 1.0, 2.0), List.of(-infinite, 1.0, 2.0))).isEqualTo(2);
    assertThat(differences(List.of(Double.NaN, 1.0, 2.0), List.of(Double.NaN, 1.0, 2.0))).isZero();
    assertThat(differences(List.of(Double.NaN, 1.0, 2.0), List.of(0.0, 1.0, 2.0))).isEqualTo(2);
  }
}
