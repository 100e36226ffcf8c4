package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SQL's IN. */
public abstract class InContract extends KernelContract {
  @Test
  void valuesAreFoundInSetsOfEverySize() {
    for (DataType type : Samples.TYPES) {
      for (int size : new int[] {0, 1, 3, 40}) {
        for (boolean withNull : new boolean[] {false, true}) {
          List<Object> set = new ArrayList<>(Samples.column(type, size, 0, 51).values());
          if (withNull) {
            set.add(null);
          }
          List<Object> literals = literals(type, set);
          for (int rows : new int[] {0, 1, 33, 207}) {
            TestColumn column = Samples.column(type, rows, 5, 52);
            assertThat(harness().eval((c, in) -> c.in(in[0], literals), column))
                .as(type + " in " + size)
                .isEqualTo(mapped(column, value -> contained(type, value, set)));
          }
        }
      }
    }
  }

  private static List<Object> literals(DataType type, List<Object> set) {
    List<Object> literals = new ArrayList<>();
    for (Object value : set) {
      literals.add(value != null && type.lane() == Lane.BYTES ? TestBatches.encode(value) : value);
    }
    return Collections.unmodifiableList(literals);
  }

  private static Object contained(DataType type, Object value, List<Object> set) {
    for (Object member : set) {
      if (member != null && same(type, value, member)) {
        return true;
      }
    }
    return set.contains(null) ? null : false;
  }

  private static boolean same(DataType type, Object a, Object b) {
    return type.lane() == Lane.DOUBLE
        ? Double.compare((Double) a + 0.0, (Double) b + 0.0) == 0
        : a.equals(b);
  }

  @Test
  void listsWithoutNullsMayRefuseToBeAskedForOne() {
    List<Object> values = List.of(1L, 2L);
    TestColumn column = TestColumn.of(DataType.INT64, 1L, null, 3L);
    assertThat(harness().eval((c, in) -> c.in(in[0], values), column))
        .containsExactly(true, null, false);
  }

  @Test
  void equalListsOfDifferentTypesAreKeptApart() {
    List<Object> empty = new ArrayList<>();
    List<Object> longs = new ArrayList<>(List.of(1L));
    TestColumn column = TestColumn.of(DataType.INT64, 1L, 2L);
    assertThat(harness().eval((c, in) -> c.in(in[0], empty), column)).containsExactly(false, false);
    assertThat(harness().eval((c, in) -> c.in(in[0], longs), column)).containsExactly(true, false);
  }
}
