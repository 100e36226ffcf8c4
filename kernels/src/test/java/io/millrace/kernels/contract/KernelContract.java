package io.millrace.kernels.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.fixture.KernelHarness;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What holds for a kernel on every backend. A backend's tests extend the contracts and supply the
 * provider.
 */
public abstract class KernelContract {
  private KernelHarness harness;

  /** The backend under test. */
  protected abstract BackendProvider provider();

  @BeforeEach
  void open() {
    harness = new KernelHarness(provider());
  }

  @AfterEach
  void close() {
    // null where the test was skipped for want of a device
    if (harness != null) {
      harness.close();
    }
  }

  /** The backend with its memory. */
  protected final KernelHarness harness() {
    return harness;
  }

  /** Columns of a type in all awkward sizes: without nulls, with some, and with nothing else. */
  protected static void forSamples(DataType type, long seed, Consumer<TestColumn> test) {
    for (int rows : Samples.SIZES) {
      for (int nullEvery : new int[] {0, 4, 1}) {
        test.accept(Samples.column(type, rows, nullEvery, seed));
      }
    }
  }

  /** Oracle of one operand: null gives null. */
  protected static List<Object> mapped(TestColumn a, UnaryOperator<Object> rule) {
    List<Object> expected = new ArrayList<>();
    for (Object value : a.values()) {
      expected.add(value == null ? null : rule.apply(value));
    }
    return expected;
  }

  /** Oracle of two operands: null on either side gives null. */
  protected static List<Object> mapped(TestColumn a, TestColumn b, BinaryOperator<Object> rule) {
    List<Object> expected = new ArrayList<>();
    for (int row = 0; row < a.rows(); row++) {
      Object x = a.values().get(row);
      Object y = b.values().get(row);
      expected.add(x == null || y == null ? null : rule.apply(x, y));
    }
    return expected;
  }
}
