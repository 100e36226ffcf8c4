package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.LongRange;
import io.millrace.kernels.Selection;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Selection, gathering, slicing and ranges. */
public abstract class SelectContract extends KernelContract {
  @Test
  void rowsWhereTheMaskIsTrueAreGatheredInOrder() {
    for (DataType type : Samples.TYPES) {
      forSamples(
          type,
          31,
          column -> {
            for (int nullEvery : new int[] {0, 3, 1}) {
              TestColumn mask = Samples.column(DataType.BOOL, column.rows(), nullEvery, 32);
              assertThat(harness().eval((c, in) -> c.gather(in[0], c.select(in[1])), column, mask))
                  .as(type.toString())
                  .isEqualTo(selected(column, mask));
            }
          });
    }
  }

  private static List<Object> selected(TestColumn column, TestColumn mask) {
    List<Object> expected = new ArrayList<>();
    for (int row = 0; row < column.rows(); row++) {
      if (Boolean.TRUE.equals(mask.values().get(row))) {
        expected.add(column.values().get(row));
      }
    }
    return expected;
  }

  @Test
  void masksThatAreAllTrueOrAllFalse() {
    for (int rows : Samples.SIZES) {
      TestColumn column = Samples.column(DataType.INT64, rows, 4, 33);
      TestColumn all = TestColumn.of(DataType.BOOL, Collections.nCopies(rows, true));
      TestColumn none = TestColumn.of(DataType.BOOL, Collections.nCopies(rows, false));
      assertThat(harness().eval((c, in) -> c.gather(in[0], c.select(in[1])), column, all))
          .isEqualTo(column.values());
      assertThat(harness().eval((c, in) -> c.gather(in[0], c.select(in[1])), column, none))
          .isEmpty();
    }
  }

  @Test
  void aSelectionKnowsItsLength() {
    TestColumn mask = TestColumn.of(DataType.BOOL, true, null, false, true, true);
    try (Batch batch = TestBatches.at(harness().allocator(), 3, mask)) {
      harness()
          .withContext(
              batch,
              (context, staged) -> {
                Selection selection = context.select(context.load(staged, 0, 0, 5));
                assertThat(selection.length()).isEqualTo(3);
                assertThat(context.gather(context.load(staged, 0, 0, 5), selection).length())
                    .isEqualTo(3);
              });
    }
  }

  @Test
  void slicesBeginAnywhere() {
    for (DataType type : Samples.TYPES) {
      TestColumn column = Samples.column(type, 207, 4, 34);
      try (Batch batch = TestBatches.at(harness().allocator(), 7, column)) {
        harness()
            .withContext(
                batch,
                (context, staged) -> {
                  Vec whole = context.load(staged, 0, 0, 207);
                  for (int from : new int[] {0, 1, 31, 63, 64, 65, 128, 206, 207}) {
                    for (int length : new int[] {0, 1, 63, 64, 65, 207}) {
                      if (from + length <= 207) {
                        assertThat(harness().read(context, context.slice(whole, from, length)))
                            .as(type + " from " + from + " length " + length)
                            .isEqualTo(column.values().subList(from, from + length));
                      }
                    }
                  }
                });
      }
    }
  }

  @Test
  void rangesLeaveNullsOut() {
    forSamples(
        DataType.INT64,
        35,
        column -> {
          long[] values =
              column.values().stream()
                  .filter(v -> v != null)
                  .mapToLong(v -> (Long) v)
                  .sorted()
                  .toArray();
          LongRange expected =
              values.length == 0
                  ? LongRange.EMPTY
                  : new LongRange(values[0], values[values.length - 1]);
          try (Batch batch = TestBatches.at(harness().allocator(), 9, column)) {
            harness()
                .withContext(
                    batch,
                    (context, staged) ->
                        assertThat(context.range(context.load(staged, 0, 0, column.rows())))
                            .isEqualTo(expected));
          }
          assertThat(Arrays.stream(values).filter(v -> v < expected.min() || v > expected.max()))
              .isEmpty();
        });
  }

  @Test
  void nullsAreNotZeroesInARange() {
    checkRange(new LongRange(5, 7), 7L, null, 5L, null);
    checkRange(new LongRange(-7, -5), null, -5L, -7L);
  }

  private void checkRange(LongRange expected, Object... values) {
    try (Batch batch =
        TestBatches.of(harness().allocator(), TestColumn.of(DataType.INT64, values))) {
      harness()
          .withContext(
              batch,
              (context, staged) ->
                  assertThat(context.range(context.load(staged, 0, 0, values.length)))
                      .isEqualTo(expected));
    }
  }
}
