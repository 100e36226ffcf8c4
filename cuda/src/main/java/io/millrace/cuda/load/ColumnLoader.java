package io.millrace.cuda.load;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;
import io.millrace.kernels.types.Kind;

/** Brings rows of a staged column into their lane. Values of 64 bits stay where they are. */
public final class ColumnLoader {
  private final CudaDevice device;
  private final DictionaryLoader dictionaries;
  private final Bitmaps bitmaps;

  /** A loader into the device's scratch memory. */
  public ColumnLoader(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
    this.dictionaries = new DictionaryLoader(device, this);
  }

  /** Rows {@code from} to {@code from + rows} of a column. */
  public DeviceVec load(CudaStagedBatch batch, int ordinal, int from, int rows) {
    StagedColumn column = batch.column(ordinal);
    if (from < 0 || rows < 0 || (long) from + rows > batch.rows()) {
      throw new InternalException(
          "Loaded rows must lie within the batch: from="
              + from
              + ", length="
              + rows
              + ", rows="
              + batch.rows()
              + ".");
    }
    return column.dictionary() == null
        ? plain(batch, column, from, rows)
        : dictionaries.load(batch, column, from, rows);
  }

  DeviceVec plain(CudaStagedBatch batch, StagedColumn column, int from, int rows) {
    long validity = validity(batch, column, from, rows);
    Kind kind = column.type().kind();
    return switch (column.type().lane()) {
      case LONG ->
          new DeviceLongs(column.type(), rows, values(batch, column, kind, from, rows), validity);
      case DOUBLE ->
          new DeviceDoubles(column.type(), rows, values(batch, column, kind, from, rows), validity);
      case BOOL -> {
        long bits = bitmaps.from(batch.at(column.data()), column.dataOffset() + (long) from, rows);
        yield new DeviceBools(rows, bits, validity);
      }
      case BYTES -> texts(batch, column, from, rows, validity);
    };
  }

  /** The bitmap of rows; 0 if the column has no null. */
  long validity(CudaStagedBatch batch, StagedColumn column, int from, int rows) {
    return column.validity() == 0
        ? 0
        : bitmaps.from(batch.at(column.validity()), column.validityOffset() + (long) from, rows);
  }

  /** Fixed-width values, or dictionary indices, of the given kind as 64 bits each. */
  long values(CudaStagedBatch batch, StagedColumn column, Kind kind, int from, int rows) {
    long address = batch.at(column.data()) + (long) from * kind.width();
    if (kind.width() == Long.BYTES) {
      return address;
    }
    long to = device.scratch().words(rows);
    device.kernels().overRows(KernelFile.LOAD, widening(kind), rows, address, to);
    return to;
  }

  private static String widening(Kind kind) {
    return switch (kind) {
      case INT8 -> "load_int8";
      case INT16 -> "load_int16";
      case INT32, DATE_DAY -> "load_int32";
      case UINT8 -> "load_uint8";
      case UINT16 -> "load_uint16";
      case UINT32 -> "load_uint32";
      case FLOAT32 -> "load_float";
      default ->
          throw new InternalException("A narrow fixed width was expected: kind=" + kind + ".");
    };
  }

  private DeviceBytes texts(
      CudaStagedBatch batch, StagedColumn column, int from, int rows, long validity) {
    int width = column.type().kind().width();
    long addresses = device.scratch().words(rows);
    long lengths = device.scratch().ints(rows);
    device
        .kernels()
        .overRows(
            KernelFile.LOAD,
            width == Integer.BYTES ? "load_text32" : "load_text64",
            rows,
            batch.at(column.offsets()) + (long) from * width,
            validity,
            batch.at(column.data()) - column.firstByte(),
            column.firstByte(),
            column.lastByte(),
            addresses,
            lengths,
            device.tally().address());
    return new DeviceBytes(column.type(), rows, addresses, lengths, validity);
  }
}
