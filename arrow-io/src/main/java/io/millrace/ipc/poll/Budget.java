package io.millrace.ipc.poll;

import io.millrace.source.Limit;

/** What is left of a poll's limit. */
public final class Budget {
  private long rows;
  private long bytes;

  /** All of the limit. */
  public Budget(Limit limit) {
    this.rows = limit.rows();
    this.bytes = limit.bytes();
  }

  /** Whether nothing more may be taken. */
  public boolean isSpent() {
    return rows <= 0 || bytes <= 0;
  }

  /** How many of {@code available} rows may be taken, at least one. */
  int affordable(int available, double bytesPerRow) {
    long byBytes = Math.max(1, (long) (bytes / bytesPerRow));
    return (int) Math.min(available, Math.min(rows, byBytes));
  }

  void spend(int taken, double bytesPerRow) {
    rows -= taken;
    bytes -= Math.max(1, (long) (bytesPerRow * taken));
  }
}
