package io.millrace.bench.device;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.TableSpec;
import io.millrace.kernels.types.DataType;
import java.util.List;

/**
 * Work of one kind over columns of a batch.
 *
 * @param name for the report
 * @param columns ordinals of the columns that it reads
 * @param agreement when the results of both devices are the same
 * @param opening readies it on a device
 */
record TimedCase(String name, int[] columns, Agreement agreement, Opening opening) {
  /** Readies work. */
  @FunctionalInterface
  interface Opening {
    /** The caller closes the pass, and before the side and the batch. */
    Pass open(Side side, Batch batch);
  }

  /** Kernels that make columns of the types. */
  static TimedCase kernels(
      String name, int[] columns, List<DataType> types, KernelPass.Kernel kernel) {
    return new TimedCase(
        name,
        columns,
        Agreement.ORDERED,
        (side, batch) -> new KernelPass(side, batch, columns, types, kernel));
  }

  /** A table that takes in all rows. */
  static TimedCase table(
      String name,
      int[] columns,
      Agreement agreement,
      TableSpec spec,
      TablePass.TableUpdate update) {
    return new TimedCase(
        name,
        columns,
        agreement,
        (side, batch) -> new TablePass(side, batch, columns, spec, update));
  }

  /** Bytes of the columns. */
  long bytes(Batch batch) {
    long bytes = 0;
    for (int column : columns) {
      bytes += ManyColumns.bytes(batch.column(column));
    }
    return bytes;
  }
}
