package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.lit;
import static io.millrace.Functions.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.harness.QueryHarness;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatelessTest {
  private static final TestColumn A = TestColumn.of(DataType.INT64, 1L, 2L, null, 4L);
  private static final TestColumn S = TestColumn.of(DataType.UTF8, "a b", "", "c", null);

  private static QueryHarness harness() {
    return new QueryHarness(DataType.INT64.field("a"), DataType.UTF8.field("s"));
  }

  @Test
  void keepsRowsWhereTheConditionIsTrueAndNoOthers() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().filter(col("a").gt(1L)).select(col("a"), col("s")));
      assertThat(query.run(A, S))
          .containsExactly(List.of(2L, ""), java.util.Arrays.asList(4L, null));
    }
  }

  @Test
  void computesColumnsAndKeepsTheirOrder() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().withColumn("b", col("a").multiply(10L)).select("b", "a"));
      assertThat(query.run(A, S))
          .containsExactly(
              List.of(10L, 1L),
              List.of(20L, 2L),
              java.util.Arrays.asList(null, null),
              List.of(40L, 4L));
    }
  }

  @Test
  void flatMapGivesOneRowAPart() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().flatMap(split(col("s")).as("word")));
      assertThat(query.run(A, S)).containsExactly(List.of("a"), List.of("b"), List.of("c"));
    }
  }

  @Test
  void explodeRepeatsTheOtherColumns() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().explode("word", split(col("s"))).select("word", "a"));
      assertThat(query.run(A, S))
          .containsExactly(List.of("a", 1L), List.of("b", 1L), java.util.Arrays.asList("c", null));
    }
  }

  @Test
  void aStreamMayMeetItself() throws Exception {
    try (QueryHarness query = harness()) {
      Stream a = query.input().select(col("a"));
      query.start(
          a.filter(col("a").equalTo(1L)).union(a.withColumn("a", col("a").plus(lit(100L)))));
      assertThat(query.run(A, S))
          .containsExactlyInAnyOrder(
              List.of(1L),
              List.of(101L),
              List.of(102L),
              java.util.Collections.singletonList(null),
              List.of(104L));
    }
  }

  @Test
  void wholeBatchesPassThroughWithoutCopying() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().select("s", "a"));
      assertThat(query.run(A, S)).hasSize(4);
      assertThat(query.metrics().bytesCopied().values()).allMatch(bytes -> bytes == 0L);
    }
  }

  @Test
  void aMissingColumnIsNamedWithItsNeighbours() {
    try (QueryHarness query = harness()) {
      assertThatThrownBy(() -> query.input().filter(col("aa").gt(1L)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("column=aa")
          .hasMessageContaining("nearest=[a, s]");
    }
  }

  /** A pass-through of the second input must not show its own names to the sink. */
  @Test
  void aUnionHasTheFirstStreamsNamesAlsoWhereBatchesPassWhole() throws Exception {
    java.util.List<String> names = new java.util.ArrayList<>();
    io.millrace.harness.Run.of(
        (context, allocator) -> {
          io.millrace.harness.ScriptedSource other =
              new io.millrace.harness.ScriptedSource(
                  "other",
                  new org.apache.arrow.vector.types.pojo.Schema(
                      List.of(DataType.INT64.field("m"))));
          other.add(
              io.millrace.harness.Run.batch(
                  allocator, other.schema(), TestColumn.of(DataType.INT64, 5L)));
          context
              .source(io.millrace.harness.Numbers.source(allocator, 1, 2))
              .union(context.source(other))
              .foreachBatch(
                  result ->
                      result
                          .batches()
                          .forEach(b -> names.add(b.schema().getFields().getFirst().getName())));
        });
    assertThat(names).containsExactly("n", "n");
  }

  /** Plans are graphs: what is used many times is planned once. */
  @Test
  void manyUnionsOfAStreamWithItselfArePlannedAtOnce() throws Exception {
    try (QueryHarness query = harness()) {
      Stream stream = query.input().filter(col("a").gt(100L));
      for (int i = 0; i < 40; i++) {
        stream = stream.union(stream).filter(col("a").gt(100L));
      }
      query.start(stream);
      assertThat(query.run(A, S)).isEmpty();
      assertThat(query.context().explain().lines().count()).isLessThan(200);
    }
  }
}
