package io.millrace.operator;

import io.millrace.kernels.Backend;
import io.millrace.kernels.batch.Batch;
import io.millrace.plan.Node;
import io.millrace.sink.Result;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Collects a micro-batch's result and hands it to a sink. */
final class OutputOperator implements Breaker {
  private final Node.Output node;
  private final Pieces pieces;
  private final Stage entry;
  private List<Batch> collected = List.of();

  OutputOperator(Node.Output node, Backend backend, BufferAllocator allocator) {
    this.node = node;
    this.pieces = new Pieces(backend, node.schema(), allocator);
    this.entry = new CollectStage(pieces, node.schema().getFields().size());
  }

  @Override
  public Stage entry() {
    return entry;
  }

  /** Brings the result to the host, which is the last that the device does for it. */
  void collect(BatchRun run) {
    collected = pieces.take();
    run.tally().copied("output", pieces.takeCopied());
  }

  /** What was collected and not handed over; stays this operator's. */
  List<Batch> collected() {
    return collected;
  }

  /** As {@link #collected}, to be closed by the caller. */
  List<Batch> takeCollected() {
    List<Batch> taken = collected;
    collected = List.of();
    return taken;
  }

  /** Hands over what was collected. */
  @Override
  public void finish(BatchRun run) {
    List<Batch> batches = takeCollected();
    try {
      Result result = new Result(run.batchId(), run.timeMillis(), node.schema(), batches);
      run.tally().out(result.rows());
      long copied = node.sink().bytesCopied();
      SinkCall.run(node.sink(), "write", () -> node.sink().write(result));
      run.tally().copied("sink " + node.sink().name(), node.sink().bytesCopied() - copied);
    } finally {
      batches.forEach(Batch::close);
    }
  }

  @Override
  public void rollback() {
    pieces.discard();
    collected.forEach(Batch::close);
    collected = List.of();
  }

  @Override
  public void close() {
    rollback();
    pieces.close();
  }
}
