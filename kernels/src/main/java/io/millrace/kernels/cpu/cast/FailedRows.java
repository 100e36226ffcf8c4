package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.work.ErrorTally;

/**
 * The validity of a cast's result: the operand's, without the rows that have no result. Counts
 * these.
 */
final class FailedRows {
  private final Scratch scratch;
  private final ErrorTally errors;
  private final CpuVec operand;
  private long[] remaining;

  FailedRows(Scratch scratch, ErrorTally errors, CpuVec operand) {
    this.scratch = scratch;
    this.errors = errors;
    this.operand = operand;
  }

  /** Makes a row null, and counts it unless it was null before. */
  void add(int row) {
    if (operand.isNull(row)) {
      return;
    }
    if (remaining == null) {
      remaining = Words.writable(scratch, operand.validity(), operand.length());
    }
    Words.clear(remaining, row);
    errors.addFailedCasts(1);
  }

  long[] validity() {
    return remaining == null ? operand.validity() : remaining;
  }
}
