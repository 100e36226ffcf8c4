package io.millrace.cuda.gram;

import static java.lang.Double.longBitsToDouble;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.driver.Blas;
import io.millrace.cuda.memory.DeviceBlock;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.gram.GramTable;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupWriter;
import io.millrace.kernels.memory.Raw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Gram matrices of a GPU's rows. The device makes one of each batch's rows in a pane; at the seal
 * these come down together, and are merged on the host, where the panes stay: they are small, and a
 * checkpoint needs them there anyway.
 */
public final class CudaGramTable extends GramTable {
  private final CudaDevice device;
  private final int columns;
  private final CentredProducts products;
  private final PaneRows paneRows;
  private final List<Made> made = new ArrayList<>();
  private final GroupWriter writer = this::update;

  /** Means, then products, of so many rows of a pane, on the device. */
  private record Made(long pane, int rows, DeviceBlock block) {}

  /** An empty table. */
  public CudaGramTable(CudaDevice device, Blas blas, GramSpec spec, BufferAllocator allocator) {
    super(spec, allocator);
    this.device = device;
    this.columns = spec.columns().size();
    this.products = new CentredProducts(device, blas);
    this.paneRows = new PaneRows(device);
  }

  @Override
  public GroupWriter writer(KernelContext context) {
    return writer;
  }

  private void update(Vec panes, Vec[] keys, Vec[] inputs, int rows, long sequence) {
    if (rows > 0) {
      DeviceDoubles[] values = Arrays.copyOf(inputs, columns, DeviceDoubles[].class);
      paneRows.forEach(
          (DeviceLongs) panes,
          values,
          (pane, positions, count) -> add(pane, values, positions, count));
    }
  }

  private void add(long pane, DeviceDoubles[] values, long positions, int rows) {
    touch(pane);
    for (int from = 0; from < rows; from += CentredProducts.MOST_ROWS) {
      int count = Math.min(CentredProducts.MOST_ROWS, rows - from);
      DeviceBlock block = device.heap().take(8L * columns * (columns + 1));
      made.add(new Made(pane, count, block));
      products.of(values, positions, from, count, block.address());
    }
  }

  @Override
  public void seal() {
    if (made.isEmpty()) {
      return;
    }
    device.bind();
    long bytes = 8L * columns * (columns + 1);
    device.downloads().begin(bytes * made.size(), made.size());
    long[] landed = new long[made.size()];
    for (int i = 0; i < landed.length; i++) {
      landed[i] = device.downloads().add(made.get(i).block().address(), bytes);
    }
    device.downloads().await();
    for (int i = 0; i < landed.length; i++) {
      Made each = made.get(i);
      double[] means = doubles(landed[i], columns);
      touch(each.pane())
          .merge(each.rows(), means, doubles(landed[i] + 8L * columns, columns * columns));
    }
    release();
  }

  private static double[] doubles(long address, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = longBitsToDouble(Raw.getLong(address + 8L * i));
    }
    return values;
  }

  private void release() {
    made.forEach(each -> each.block().close());
    made.clear();
  }

  @Override
  public long bytes() {
    return super.bytes() + made.stream().mapToLong(each -> each.block().bytes()).sum();
  }

  @Override
  public void close() {
    if (!made.isEmpty()) {
      device.bind();
      release();
    }
  }
}
