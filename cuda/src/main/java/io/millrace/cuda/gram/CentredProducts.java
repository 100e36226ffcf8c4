package io.millrace.cuda.gram;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.driver.Blas;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.Kernels;
import io.millrace.cuda.vec.DeviceDoubles;

/**
 * The Gram matrix of some rows: gathered into a column-major matrix, centred about their own means,
 * and multiplied by cuBLAS.
 */
final class CentredProducts {
  /** Rows of one matrix; 16 columns of so many take 128 MiB. */
  static final int MOST_ROWS = 1 << 20;

  /** Rows that a block adds up, as {@code gram.cu} has it. */
  private static final int TILE = 8192;

  private final CudaDevice device;
  private final Blas blas;

  CentredProducts(CudaDevice device, Blas blas) {
    this.device = device;
    this.blas = blas;
  }

  /**
   * Queues the work for rows {@code from} to {@code from + rows} of a list.
   *
   * @param positions device address of the list; 0 for all rows in their order
   * @param to device address where the means go, then the products
   */
  void of(DeviceDoubles[] values, long positions, int from, int rows, long to) {
    int columns = values.length;
    long matrix = device.scratch().take(8L * rows * columns);
    for (int c = 0; c < columns; c++) {
      long column = values[c].values() + (positions == 0 ? 8L * from : 0);
      long list = positions == 0 ? 0 : positions + 4L * from;
      overRows("gram_gather", rows, column, list, matrix + 8L * rows * c);
    }
    means(rows, columns, matrix, to);
    for (int c = 0; c < columns; c++) {
      overRows("gram_centre", rows, to + 8L * c, matrix + 8L * rows * c);
    }
    blas.crossProducts(rows, columns, matrix, to + 8L * columns);
  }

  private void means(int rows, int columns, long matrix, long to) {
    int tiles = (rows + TILE - 1) / TILE;
    long sums = device.scratch().take(8L * tiles * columns);
    device
        .kernels()
        .launch(
            KernelFile.GRAM,
            "gram_sum",
            tiles * columns,
            Kernels.THREADS,
            0,
            rows,
            tiles,
            matrix,
            sums);
    overRows("gram_mean", columns, tiles, rows, matrix, sums, to);
  }

  private void overRows(String kernel, int rows, long... arguments) {
    device.kernels().overRows(KernelFile.GRAM, kernel, rows, arguments);
  }
}
