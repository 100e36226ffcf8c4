package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.types.DataType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** The state columns of each aggregate, as {@code docs/state.md} lists them. */
public final class StateParts {
  private StateParts() {}

  /** The state columns of an aggregate, named {@code <name>#<part>}. */
  public static List<Field> of(Aggregate aggregate) {
    DataType input = aggregate.input();
    return switch (aggregate.function()) {
      case COUNT_ALL, COUNT -> List.of(part(aggregate, "count", DataType.INT64));
      case SUM ->
          List.of(
              part(aggregate, "sum", aggregate.resultType()),
              part(aggregate, "count", DataType.INT64));
      case MIN -> List.of(part(aggregate, "min", input));
      case MAX -> List.of(part(aggregate, "max", input));
      case MEAN ->
          List.of(
              part(aggregate, "count", DataType.INT64), part(aggregate, "sum", DataType.FLOAT64));
      case VARIANCE, STDDEV ->
          List.of(
              part(aggregate, "count", DataType.INT64),
              part(aggregate, "mean", DataType.FLOAT64),
              part(aggregate, "m2", DataType.FLOAT64));
      case FIRST, LAST ->
          List.of(part(aggregate, "value", input), part(aggregate, "sequence", DataType.INT64));
      case APPROX_DISTINCT -> List.of(part(aggregate, "registers", DataType.BINARY));
    };
  }

  private static Field part(Aggregate aggregate, String part, DataType type) {
    return type.field(aggregate.name() + "#" + part);
  }
}
