package io.millrace.operator;

import io.millrace.kernels.Backend;
import io.millrace.kernels.batch.Batch;
import io.millrace.plan.Node;
import io.millrace.plan.Slides;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Keeps the rows of the last few micro-batches and passes all of them on every few batches. */
final class BufferOperator implements Breaker {
  private final Stage next;
  private final Pieces pieces;
  private final Deque<List<Batch>> kept = new ArrayDeque<>();
  private final Stage entry;
  private final int length;
  private final int slide;
  private long seen;

  /** Whether the micro-batch in hand is among the kept. */
  private boolean finished;

  /** What the micro-batch in hand pushed out, until the next one begins; null if nothing. */
  private List<Batch> leaving;

  BufferOperator(Node.Buffer node, Stage next, Backend backend, BufferAllocator allocator) {
    this.next = next;
    int every = Slides.of(node.input());
    this.length = node.length() / every;
    this.slide = node.slide() / every;
    this.pieces = new Pieces(backend, node.schema(), allocator);
    this.entry = new CollectStage(pieces, node.schema().getFields().size());
  }

  @Override
  public Stage entry() {
    return entry;
  }

  @Override
  public void finish(BatchRun run) {
    kept.addLast(pieces.take());
    run.tally().copied("window", pieces.takeCopied());
    if (kept.size() > length) {
      leaving = kept.removeFirst();
    }
    finished = true;
    seen++;
    if (seen % slide == 0) {
      List<Batch> rows = new ArrayList<>();
      kept.forEach(rows::addAll);
      run.drive(rows, next);
    }
  }

  @Override
  public void begin() {
    finished = false;
    if (leaving != null) {
      leaving.forEach(Batch::close);
      leaving = null;
    }
  }

  @Override
  public void rollback() {
    pieces.discard();
    if (!finished) {
      return;
    }
    finished = false;
    seen--;
    kept.removeLast().forEach(Batch::close);
    if (leaving != null) {
      kept.addFirst(leaving);
      leaving = null;
    }
  }

  @Override
  public long stateRows() {
    return kept.stream().flatMap(List::stream).mapToLong(Batch::rows).sum();
  }

  @Override
  public long stateBytes() {
    return kept.stream().flatMap(List::stream).mapToLong(Batch::bytes).sum();
  }

  @Override
  public void close() {
    pieces.close();
    begin();
    kept.forEach(batches -> batches.forEach(Batch::close));
    kept.clear();
  }
}
