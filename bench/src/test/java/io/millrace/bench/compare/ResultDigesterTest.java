package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.InternalException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResultDigesterTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everythingWasGivenBack() {
    allocator.close();
  }

  /** The figure is what the Python side gives for the same rows. */
  @Test
  void agreesWithThePythonSide() {
    ResultDigest digest = digest(strings("a", "Fluß", ""), longs(1, -2, Long.MIN_VALUE));
    assertThat(digest).isEqualTo(new ResultDigest(3, PYTHON_HASH));
  }

  private static final long PYTHON_HASH = 0xfa240e2459266e3bL;

  @Test
  void orderOfRowsAndCutsDoNotMatter() {
    ResultDigest whole = digest(longs(1, 2, 3), longs(4, 5, 6));
    assertThat(digest(longs(3, 1, 2), longs(6, 4, 5))).isEqualTo(whole);
    ResultDigest parts = digest(longs(1), longs(4)).plus(digest(longs(2, 3), longs(5, 6)));
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void anyChangeShows() {
    ResultDigest whole = digest(longs(1, 2, 3), longs(4, 5, 6));
    assertThat(digest(longs(1, 2, 3), longs(4, 6, 5))).isNotEqualTo(whole);
    assertThat(digest(longs(4, 5, 6), longs(1, 2, 3))).isNotEqualTo(whole);
    assertThat(digest(longs(1, 2), longs(4, 5))).isNotEqualTo(whole);
    assertThat(digest(strings("ab", "c"))).isNotEqualTo(digest(strings("a", "bc")));
  }

  @Test
  void widthOfTheTypeDoesNotMatter() {
    DecimalVector decimals = new DecimalVector("d", allocator, 38, 0);
    decimals.allocateNew(2);
    decimals.set(0, BigDecimal.valueOf(-5));
    decimals.set(1, BigDecimal.valueOf(1L << 40));
    decimals.setValueCount(2);
    assertThat(digest(decimals)).isEqualTo(digest(longs(-5, 1L << 40)));
    LargeVarCharVector large = new LargeVarCharVector("s", allocator);
    large.setSafe(0, "x".getBytes(StandardCharsets.UTF_8));
    large.setSafe(1, "yz".getBytes(StandardCharsets.UTF_8));
    large.setValueCount(2);
    assertThat(digest(large)).isEqualTo(digest(strings("x", "yz")));
  }

  @Test
  void nullsAndNarrowTypesAreRefused() {
    BigIntVector holed = new BigIntVector("v", allocator);
    holed.setSafe(1, 5);
    holed.setValueCount(2);
    assertThatThrownBy(() -> digest(holed))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("nulls=1");
    IntVector narrow = new IntVector("v", allocator);
    narrow.setSafe(0, 5);
    narrow.setValueCount(1);
    assertThatThrownBy(() -> digest(narrow))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("column=v: Int(32, true)");
  }

  private static ResultDigest digest(FieldVector... columns) {
    try (VectorSchemaRoot root = VectorSchemaRoot.of(columns)) {
      return ResultDigester.of(root);
    }
  }

  private BigIntVector longs(long... values) {
    BigIntVector vector = new BigIntVector("v", allocator);
    for (int i = 0; i < values.length; i++) {
      vector.setSafe(i, values[i]);
    }
    vector.setValueCount(values.length);
    return vector;
  }

  private VarCharVector strings(String... values) {
    VarCharVector vector = new VarCharVector("s", allocator);
    for (int i = 0; i < values.length; i++) {
      vector.setSafe(i, values[i].getBytes(StandardCharsets.UTF_8));
    }
    vector.setValueCount(values.length);
    return vector;
  }
}
