package io.millrace.source;

import io.millrace.kernels.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One poll of a text source: takes lines from a builder as batches, up to a limit, but one line at
 * least.
 */
final class LinePoll implements AutoCloseable {
  private final LineBuilder lines;
  private final Limit limit;
  private final List<Batch> batches = new ArrayList<>();
  private long rows;
  private long bytes;
  private long bytesCopied;

  LinePoll(LineBuilder lines, Limit limit) {
    this.lines = lines;
    this.limit = limit;
  }

  /** Whether the limit is reached. */
  boolean isDone() {
    return rows() >= limit.rows() || (bytesLeft() <= 0 && rows() > 0);
  }

  /** Lines taken so far. */
  long rows() {
    return rows + lines.rows();
  }

  private long bytesLeft() {
    return limit.bytes() - bytes - lines.bytes();
  }

  /**
   * Takes text from memory, as much as the limit allows; what it returns is the number of bytes.
   */
  long append(long address, long length) {
    boolean lineAtAnyCost = bytesLeft() <= 0;
    long allowed = lineAtAnyCost ? length : Math.min(length, bytesLeft());
    long rowsLeft = lineAtAnyCost ? 1 : limit.rows() - rows;
    long taken = lines.append(address, allowed, (int) Math.min(Integer.MAX_VALUE, rowsLeft));
    bytesCopied += taken;
    if (lines.isFull()) {
      take();
    }
    return taken;
  }

  /** The most text that may be taken without looking how many lines it has. */
  long room() {
    return Math.min(bytesLeft(), limit.rows() - rows());
  }

  /** Adds what was cut elsewhere from so much text, while the builder is empty. */
  void add(LinePieces.Cut cut, long length) {
    lines.skip(length, cut.rowsReplaced());
    batches.addAll(cut.batches());
    rows += cut.batches().stream().mapToLong(Batch::rows).sum();
    bytes += cut.bytes();
    bytesCopied += length;
  }

  /** Takes the lines that are complete, if there are any. */
  void takeAll() {
    if (lines.rows() > 0) {
      take();
    }
  }

  /** The text ends here. */
  void endText() {
    lines.endText();
  }

  private void take() {
    rows += lines.rows();
    bytes += lines.bytes() - lines.openBytes();
    batches.add(lines.take());
  }

  /** What was taken; the caller owns it. */
  Polled finish(Offset from, Supplier<Offset> to) {
    boolean more = isDone();
    takeAll();
    return new Polled(batches, from, to.get(), more, bytesCopied);
  }

  /** Closes what was taken, after a failure. */
  @Override
  public void close() {
    batches.forEach(Batch::close);
  }
}
