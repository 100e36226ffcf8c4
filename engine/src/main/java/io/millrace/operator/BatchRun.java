package io.millrace.operator;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.placement.PlacedBackend;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One micro-batch under way: pushes host batches through stages, chunk by chunk, over all workers.
 * Used by the query's thread.
 */
final class BatchRun {
  /**
   * Chunks in one morsel, the piece of work that a worker claims: enough that claiming costs
   * nothing.
   */
  private static final int MORSEL_CHUNKS = 16;

  /**
   * Places in the stream's order that each row has, as a power of two: so many parts a row, on the
   * average of a chunk, may an explode make before places of one chunk mix with the next one's.
   */
  private static final int PLACES_BITS = 12;

  private final PlacedBackend backend;
  private final long batchId;
  private final long timeMillis;
  private final boolean last;
  private final RowCounter rowCounter;
  private final BooleanSupplier cancelled;
  private final Tally tally = new Tally();
  private long nextMorsel;

  /**
   * @param last whether the sources have ended with this batch, and windows need wait no longer
   * @param cancelled asked between chunks; true ends the batch with a {@link BatchCancelled}
   */
  BatchRun(
      PlacedBackend backend,
      long batchId,
      long timeMillis,
      boolean last,
      RowCounter rowCounter,
      BooleanSupplier cancelled) {
    this.backend = backend;
    this.batchId = batchId;
    this.timeMillis = timeMillis;
    this.last = last;
    this.rowCounter = rowCounter;
    this.cancelled = cancelled;
  }

  long batchId() {
    return batchId;
  }

  long timeMillis() {
    return timeMillis;
  }

  boolean last() {
    return last;
  }

  /** Where operators count what they did. */
  Tally tally() {
    return tally;
  }

  /** A part of a batch that one worker takes. */
  private record Morsel(StagedBatch staged, int from, int rows, long order, long firstRow) {}

  /** Pushes batches through a stage; they stay the caller's. */
  void drive(List<Batch> batches, Stage head) {
    if (head.takesWhole()) {
      for (Batch batch : batches) {
        head.pushWhole(batch, nextMorsel++);
      }
      return;
    }
    int most = backend.partRows();
    if (batches.stream().noneMatch(batch -> batch.rows() > most)) {
      driveTogether(batches, head);
      return;
    }
    for (Batch batch : batches) {
      for (long from = 0; from < batch.rows(); from += most) {
        int rows = (int) Math.min(most, batch.rows() - from);
        try (Batch part = batch.slice((int) from, rows)) {
          driveTogether(List.of(part), head);
        }
      }
    }
  }

  /** All of them on the device at the same time. */
  private void driveTogether(List<Batch> batches, Stage head) {
    int[] columns = head.needs().stream().toArray();
    List<StagedBatch> staged = new ArrayList<>(batches.size());
    try {
      List<Morsel> morsels = new ArrayList<>();
      for (Batch batch : batches) {
        if (batch.rows() > 0) {
          StagedBatch one = backend.stage(batch, columns);
          staged.add(one);
          cut(one, morsels);
        }
      }
      backend.forEach(morsels.size(), (kernels, task) -> run(kernels, morsels.get(task), head));
    } finally {
      staged.forEach(StagedBatch::close);
    }
  }

  private void cut(StagedBatch staged, List<Morsel> morsels) {
    int chunk = backend.chunkRows();
    long rows = Math.min(Integer.MAX_VALUE, (long) chunk * MORSEL_CHUNKS);
    for (long from = 0; from < staged.rows(); from += rows) {
      int count = (int) Math.min(rows, staged.rows() - from);
      morsels.add(new Morsel(staged, (int) from, count, nextMorsel++, rowCounter.next(count)));
    }
  }

  private void run(KernelContext kernels, Morsel morsel, Stage head) {
    BitSet needs = head.needs();
    int chunkRows = backend.chunkRows();
    for (int done = 0; done < morsel.rows(); ) {
      if (cancelled.getAsBoolean()) {
        throw new BatchCancelled();
      }
      int rows = Math.min(chunkRows, morsel.rows() - done);
      kernels.reset();
      Vec[] columns = new Vec[needs.length()];
      for (int i = needs.nextSetBit(0); i >= 0; i = needs.nextSetBit(i + 1)) {
        columns[i] = kernels.load(morsel.staged(), i, morsel.from() + done, rows);
      }
      long sequence = (morsel.firstRow() + done) << PLACES_BITS;
      head.push(kernels, new Frame(columns, rows, morsel.order(), sequence));
      done += rows;
    }
  }
}
