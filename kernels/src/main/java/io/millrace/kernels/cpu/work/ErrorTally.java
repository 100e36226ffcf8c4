package io.millrace.kernels.cpu.work;

import io.millrace.kernels.ValueErrors;

/** One worker's running counts of {@link ValueErrors}. Written by its worker's thread alone. */
public final class ErrorTally {
  private long divisionsByZero;
  private long failedCasts;

  /** Adds rows whose integer division had a zero divisor. */
  public void addDivisionsByZero(long rows) {
    divisionsByZero += rows;
  }

  /** Adds rows whose cast had no result. */
  public void addFailedCasts(long rows) {
    failedCasts += rows;
  }

  /** The counts so far. */
  public ValueErrors read() {
    return new ValueErrors(divisionsByZero, failedCasts);
  }
}
