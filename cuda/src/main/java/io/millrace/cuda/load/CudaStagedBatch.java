package io.millrace.cuda.load;

import io.millrace.cuda.memory.Arrival;
import io.millrace.error.InternalException;
import io.millrace.kernels.StagedBatch;
import java.util.Map;

/** Columns in one block of device memory, which this owns, or on their way there. */
public final class CudaStagedBatch implements StagedBatch {
  private final int rows;
  private final Arrival arrival;
  private final Map<Integer, StagedColumn> columns;

  CudaStagedBatch(int rows, Arrival arrival, Map<Integer, StagedColumn> columns) {
    this.rows = rows;
    this.arrival = arrival;
    this.columns = columns;
  }

  @Override
  public int rows() {
    return rows;
  }

  /** The column of an ordinal that was asked for; kernels queued from now on can read it. */
  StagedColumn column(int ordinal) {
    arrival.ready();
    StagedColumn column = columns.get(ordinal);
    if (column == null) {
      throw new InternalException(
          "A column is loaded if it was staged: column="
              + ordinal
              + ", staged="
              + columns.keySet()
              + ".");
    }
    return column;
  }

  /** The device address of what was placed. */
  long at(long place) {
    return place == 0 ? 0 : arrival.address() + place - 1;
  }

  @Override
  public void close() {
    arrival.close();
  }
}
