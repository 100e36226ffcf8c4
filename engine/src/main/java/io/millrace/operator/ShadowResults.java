package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import io.millrace.placement.ResultComparison;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What the outputs of a micro-batch got when it was run on another device, to be compared. */
final class ShadowResults implements AutoCloseable {
  private final Map<OutputOperator, List<Batch>> results = new IdentityHashMap<>();

  /** Takes over what an output has collected. */
  void take(OutputOperator output) {
    results.put(output, output.takeCollected());
  }

  /** Rows in which an output's own result differs. */
  long differences(OutputOperator output) {
    return ResultComparison.differences(
        results.getOrDefault(output, List.of()), output.collected());
  }

  @Override
  public void close() {
    results.values().forEach(batches -> batches.forEach(Batch::close));
    results.clear();
  }
}
