package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Loading, literals, and the way back through the builder. */
public abstract class LoadContract extends KernelContract {
  @Test
  void everyTypeComesBackAsItWas() {
    for (DataType type : Samples.TYPES) {
      forSamples(
          type,
          1,
          column ->
              assertThat(harness().eval((_, in) -> in[0], column))
                  .as(type.toString())
                  .isEqualTo(column.values()));
    }
  }

  @Test
  void dictionariesAreDecodedWithNullsInIndicesAndValues() {
    for (DataType type : Samples.TYPES) {
      for (Kind indices :
          List.of(
              Kind.INT8,
              Kind.UINT8,
              Kind.INT16,
              Kind.UINT16,
              Kind.INT32,
              Kind.UINT32,
              Kind.INT64)) {
        for (int nullEvery : new int[] {0, 3, 1}) {
          TestColumn column = Samples.column(type, 65, nullEvery, 2).dictionary(indices);
          assertThat(harness().eval((_, in) -> in[0], column))
              .as(type + " by " + indices)
              .isEqualTo(column.values());
        }
      }
    }
  }

  @Test
  void aColumnWithoutNullsCostsNoValidity() {
    TestColumn column = TestColumn.of(DataType.INT64, null, 1L, 2L, 3L);
    try (Batch batch = TestBatches.of(harness().allocator(), column)) {
      harness()
          .withContext(
              batch,
              (context, staged) -> {
                assertThat(context.load(staged, 0, 0, 4).mayHaveNulls()).isTrue();
                assertThat(context.load(staged, 0, 1, 3).type()).isEqualTo(DataType.INT64);
              });
    }
  }

  @Test
  void aDictionaryIndexOutsideItsDictionaryIsRefused() {
    ArrowBuf indices = harness().allocator().buffer(8);
    ArrowBuf values = harness().allocator().buffer(8);
    indices.setByte(0, 0);
    indices.setByte(1, 1);
    values.setLong(0, 5);
    Column dictionary = Column.of(DataType.INT64, 1, 0, null, null, values);
    Column column = new Column(DataType.INT64, 2, 0, 0, null, null, indices, Kind.INT8, dictionary);
    try (Batch batch = one(column)) {
      assertThatThrownBy(
              () ->
                  harness().withContext(batch, (context, staged) -> context.load(staged, 0, 0, 2)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("index=1");
    }
  }

  @Test
  void offsetsThatFallOrLeaveTheDataAreRefused() {
    for (int[] wrong : new int[][] {{0, 4, 2}, {-1, 2, 3}, {0, 3, 5000}}) {
      ArrowBuf offsets = harness().allocator().buffer(12);
      ArrowBuf data = harness().allocator().buffer(8);
      for (int i = 0; i < wrong.length; i++) {
        offsets.setInt(4L * i, wrong[i]);
      }
      try (Batch batch = one(Column.of(DataType.UTF8, 2, 0, null, offsets, data))) {
        assertThatThrownBy(
                () ->
                    harness()
                        .withContext(batch, (context, staged) -> context.load(staged, 0, 0, 2)))
            .isInstanceOf(DataException.class);
      }
    }
  }

  private static Batch one(Column column) {
    return Batch.owning(
        new Schema(List.of(column.type().field("c0"))), column.length(), List.of(column));
  }

  @Test
  void literalsFillEveryRow() {
    for (DataType type : Samples.TYPES) {
      Object value = Samples.column(type, 1, 0, 9).values().getFirst();
      for (int rows : Samples.SIZES) {
        harness()
            .withContext(
                context -> {
                  Vec vec = context.literal(type, boxed(value), rows);
                  assertThat(vec.type()).isEqualTo(type);
                  assertThat(harness().read(context, vec))
                      .isEqualTo(Collections.nCopies(rows, value));
                  assertThat(harness().read(context, context.literal(type, null, rows)))
                      .isEqualTo(Collections.nCopies(rows, null));
                });
      }
    }
  }

  private static Object boxed(Object value) {
    return value instanceof String || value instanceof ByteBuffer
        ? TestBatches.encode(value)
        : value;
  }

  @Test
  void aLiteralOfAnotherLaneIsRefused() {
    assertThatThrownBy(
            () -> harness().withContext(context -> context.literal(DataType.INT64, 1.5, 3)))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("expected=Long");
  }
}
