package io.millrace.cuda.build;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.memory.Departure;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.build.BuiltSchema;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Chunks come down as they are appended, as wide as Arrow has them, while kernels go on, and are
 * joined on the host when the next one is appended or the batch is built. Appending text blocks for
 * its length. After a failure only {@link #close} is of use.
 */
public final class DeviceBatchBuilder implements BatchBuilder {
  /** Copies of a column: validity, offsets, data. */
  private static final int RANGES = 3;

  private final CudaDevice device;
  private final BuiltSchema schema;
  private final List<DeviceColumn> columns = new ArrayList<>();
  private int rows;

  /** The chunk on its way down, of so many rows; null if none is. */
  private Departure departure;

  private int landing;

  /** An empty builder; buffers come from {@code allocator} when the first rows do. */
  public DeviceBatchBuilder(CudaDevice device, Schema schema, BufferAllocator allocator) {
    this.device = device;
    this.schema = new BuiltSchema(schema);
    for (DataType type : this.schema.types()) {
      columns.add(DeviceColumn.of(device, type, allocator));
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public void append(KernelContext context, Vec... vecs) {
    int added = schema.check(rows, vecs);
    if (added == 0) {
      return;
    }
    DeviceVec[] chunk = new DeviceVec[vecs.length];
    for (int i = 0; i < vecs.length; i++) {
      chunk[i] = ours(vecs[i]);
    }
    land();
    long bytes = sizes(chunk) + chunk.length * DeviceVec.bitmapBytes(added);
    departure = device.departures().begin(bytes, RANGES * chunk.length);
    for (int i = 0; i < chunk.length; i++) {
      columns.get(i).queue(chunk[i], departure);
    }
    departure.send();
    landing = added;
    rows += added;
  }

  /** Waits for the chunk that is on its way down, and joins it to those before. */
  private void land() {
    if (departure != null) {
      device.bind();
      departure.await();
      for (DeviceColumn column : columns) {
        column.land(rows - landing, landing);
      }
      recall();
    }
  }

  private void recall() {
    Departure done = departure;
    departure = null;
    if (done != null) {
      done.close();
    }
  }

  /** Begins all columns; bytes that will come down, but for bitmaps of nulls. */
  private long sizes(DeviceVec[] chunk) {
    long[] totals = new long[chunk.length];
    int asked = 0;
    for (int i = 0; i < chunk.length; i++) {
      totals[i] = columns.get(i).begin(chunk[i]);
      asked += totals[i] == 0 ? 0 : 1;
    }
    if (asked > 0) {
      device.downloads().begin(8L * asked, asked);
      for (int i = 0; i < chunk.length; i++) {
        totals[i] = totals[i] == 0 ? 0 : device.downloads().add(totals[i], Long.BYTES);
      }
      device.downloads().await();
    }
    long bytes = 0;
    for (int i = 0; i < chunk.length; i++) {
      bytes += columns.get(i).size(totals[i] == 0 ? 0 : Raw.getLong(totals[i]));
    }
    return bytes;
  }

  private static DeviceVec ours(Vec vec) {
    if (vec instanceof DeviceVec device) {
      return device;
    }
    throw new InternalException(
        "Vectors belong to the backend that made them: backend=cuda, vector="
            + vec.getClass().getName()
            + ".");
  }

  @Override
  public Batch build() {
    land();
    List<Column> built = new ArrayList<>(columns.size());
    for (DeviceColumn column : columns) {
      built.add(column.build(rows));
    }
    Batch batch = Batch.owning(schema.schema(), rows, built);
    rows = 0;
    return batch;
  }

  @Override
  public void close() {
    columns.forEach(DeviceColumn::close);
    recall();
    rows = 0;
  }
}
