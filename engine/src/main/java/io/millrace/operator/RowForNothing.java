package io.millrace.operator;

import io.millrace.kernels.Backend;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.plan.Node;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A count over no rows at all is still a row: 0. */
record RowForNothing(Node.Group node, Backend backend, BufferAllocator allocator) {
  /** The batches, or one row if they hold none and the node asks for it. */
  List<Batch> orDefault(List<Batch> batches) {
    if (!node.rowForNothing()
        || !(node.spec() instanceof GroupSpec spec)
        || batches.stream().anyMatch(batch -> batch.rows() > 0)) {
      return batches;
    }
    batches.forEach(Batch::close);
    List<Batch> row = new ArrayList<>(1);
    try (BatchBuilder builder = backend.newBuilder(spec.resultSchema(), allocator)) {
      backend.forEach(
          1,
          (kernels, _) -> {
            kernels.reset();
            Vec[] values =
                spec.aggregates().stream()
                    .map(
                        aggregate ->
                            kernels.literal(aggregate.resultType(), ofNothing(aggregate), 1))
                    .toArray(Vec[]::new);
            builder.append(kernels, values);
          });
      row.add(builder.build());
    }
    return row;
  }

  private static Object ofNothing(Aggregate aggregate) {
    boolean counts =
        switch (aggregate.function()) {
          case COUNT_ALL, COUNT, APPROX_DISTINCT -> true;
          default -> false;
        };
    return counts ? 0L : null;
  }
}
