package io.millrace.ipc.poll;

import io.millrace.kernels.batch.Batch;

/**
 * Hands a batch out in parts, as limits ask, without copying. The limit of bytes counts those of
 * the batch's buffers, in proportion to the rows.
 */
public final class BatchCutter implements AutoCloseable {
  private Batch batch;
  private int row;

  /** Nothing is at hand. */
  public BatchCutter() {}

  /** Whether there are rows to hand out. */
  public boolean hasRows() {
    return batch != null;
  }

  /** The row of the batch at hand that comes next; 0 if there is none. */
  public int row() {
    return row;
  }

  /** Takes over a batch to be cut; the one before must have been handed out. */
  public void begin(Batch next) {
    if (next.rows() == 0) {
      next.close();
    } else {
      batch = next;
    }
  }

  /** As many rows as the budget allows, at least one; the caller closes them. */
  public Batch cut(Budget budget) {
    double bytesPerRow = Math.max(1.0, (double) batch.bytes() / batch.rows());
    int count = budget.affordable(batch.rows() - row, bytesPerRow);
    budget.spend(count, bytesPerRow);
    Batch part = count == batch.rows() ? batch.retain() : batch.slice(row, count);
    row += count;
    if (row == batch.rows()) {
      close();
    }
    return part;
  }

  /** Gives back what was not handed out. */
  @Override
  public void close() {
    row = 0;
    if (batch != null) {
      Batch closing = batch;
      batch = null;
      closing.close();
    }
  }
}
