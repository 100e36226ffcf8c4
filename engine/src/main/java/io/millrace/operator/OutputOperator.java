package io.millrace.operator;

import io.millrace.error.DeviceException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.batch.Batch;
import io.millrace.plan.Node;
import io.millrace.sink.Result;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Collects a micro-batch's result and hands it to a sink. */
final class OutputOperator implements Breaker {
  private final Node.Output node;
  private final BufferAllocator allocator;
  private final Pieces pieces;
  private final Stage entry;

  OutputOperator(Node.Output node, Backend backend, BufferAllocator allocator) {
    this.node = node;
    this.allocator = allocator;
    this.pieces = new Pieces(backend, node.schema(), allocator);
    this.entry = new CollectStage(pieces, node.schema().getFields().size());
  }

  @Override
  public Stage entry() {
    return entry;
  }

  @Override
  public void finish(BatchRun run) {
    List<Batch> batches = pieces.take();
    run.tally().copied("output", allocator.getAllocatedMemory());
    try {
      Result result = new Result(run.batchId(), run.timeMillis(), node.schema(), batches);
      run.tally().out(result.rows());
      write(result);
    } finally {
      batches.forEach(Batch::close);
    }
  }

  private void write(Result result) {
    try {
      node.sink().write(result);
    } catch (IOException e) {
      throw new DeviceException(
          "A sink must be able to write: sink="
              + node.sink().name()
              + ", error="
              + e.getMessage()
              + ". Mend what it says and start the query again.",
          true,
          e);
    }
  }

  @Override
  public void close() {
    pieces.close();
  }
}
