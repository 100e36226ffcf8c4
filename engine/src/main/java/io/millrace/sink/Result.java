package io.millrace.sink;

import io.millrace.kernels.batch.Batch;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The result of one micro-batch for one output.
 *
 * @param batchId number of the micro-batch, from 0, without gaps within a query
 * @param timeMillis the micro-batch's time, milliseconds since 1970-01-01T00:00Z
 * @param schema the columns
 * @param batches the rows, in order; may be empty. Owned by the engine
 */
public record Result(long batchId, long timeMillis, Schema schema, List<Batch> batches) {
  public Result {
    batches = List.copyOf(batches);
  }

  /** Rows in all batches. */
  public long rows() {
    return batches.stream().mapToLong(Batch::rows).sum();
  }
}
