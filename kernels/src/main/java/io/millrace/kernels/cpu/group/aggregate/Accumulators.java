package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Makes accumulators. */
final class Accumulators {
  private Accumulators() {}

  /** One for each aggregate, in order. */
  static Accumulator[] create(List<Aggregate> aggregates, BufferAllocator allocator) {
    int counting = counting(aggregates);
    Counts rows = counting < 0 ? null : new Counts();
    Accumulator[] all = new Accumulator[aggregates.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i == counting ? rows : create(aggregates.get(i), rows, allocator);
    }
    return all;
  }

  private static int counting(List<Aggregate> aggregates) {
    for (int i = 0; i < aggregates.size(); i++) {
      if (aggregates.get(i).function() == AggregateFunction.COUNT_ALL) {
        return i;
      }
    }
    return -1;
  }

  private static Accumulator create(Aggregate aggregate, Counts rows, BufferAllocator allocator) {
    DataType type = aggregate.input();
    boolean bytes = type != null && type.lane() == Lane.BYTES;
    return switch (aggregate.function()) {
      case COUNT_ALL, COUNT -> new Counts();
      case SUM -> type.lane() == Lane.DOUBLE ? new DoubleSum(rows) : new LongSum(rows);
      case MIN -> bytes ? new SpanExtreme(false, allocator) : new WordExtreme(type, false, rows);
      case MAX -> bytes ? new SpanExtreme(true, allocator) : new WordExtreme(type, true, rows);
      case MEAN -> new Mean();
      case VARIANCE -> new Variance(false);
      case STDDEV -> new Variance(true);
      case FIRST -> bytes ? new SpanEdge(false, allocator) : new WordEdge(false);
      case LAST -> bytes ? new SpanEdge(true, allocator) : new WordEdge(true);
      case APPROX_DISTINCT -> new ApproxDistinct(allocator);
    };
  }
}
