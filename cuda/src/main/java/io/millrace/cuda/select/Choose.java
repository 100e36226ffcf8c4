package io.millrace.cuda.select;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;
import io.millrace.kernels.types.DataType;

/** One of two values for each row. */
public final class Choose {
  private final CudaDevice device;
  private final Bitmaps bitmaps;

  /** Choices on one device. */
  public Choose(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
  }

  /** {@code then} where the condition is true. */
  public DeviceVec choose(DeviceBools condition, DeviceVec then, DeviceVec otherwise) {
    int rows = condition.length();
    long mask = bitmaps.both(condition.bits(), condition.validity(), rows);
    boolean nulls = then.mayHaveNulls() || otherwise.mayHaveNulls();
    long validity = nulls ? bitmaps.choose(mask, then.validity(), otherwise.validity(), rows) : 0;
    return switch (then) {
      case DeviceLongs a when otherwise instanceof DeviceLongs b ->
          new DeviceLongs(type(a, b), rows, words(mask, a.values(), b.values(), rows), validity);
      case DeviceDoubles a when otherwise instanceof DeviceDoubles b ->
          new DeviceDoubles(type(a, b), rows, words(mask, a.values(), b.values(), rows), validity);
      case DeviceBools a when otherwise instanceof DeviceBools b ->
          new DeviceBools(rows, bitmaps.choose(mask, a.bits(), b.bits(), rows), validity);
      case DeviceBytes a when otherwise instanceof DeviceBytes b -> texts(mask, a, b, validity);
      default ->
          throw new InternalException(
              "Both sides of a choice have one lane: then="
                  + then.type()
                  + ", otherwise="
                  + otherwise.type()
                  + ".");
    };
  }

  private static DataType type(DeviceVec then, DeviceVec otherwise) {
    return DataType.widest(then.type(), otherwise.type());
  }

  private long words(long mask, long then, long otherwise, int rows) {
    long to = device.scratch().words(rows);
    device.kernels().overRows(KernelFile.CHOOSE, "choose_words", rows, mask, then, otherwise, to);
    return to;
  }

  private DeviceBytes texts(long mask, DeviceBytes then, DeviceBytes otherwise, long validity) {
    int rows = then.length();
    long addresses = device.scratch().words(rows);
    long lengths = device.scratch().ints(rows);
    device
        .kernels()
        .overRows(
            KernelFile.CHOOSE,
            "choose_texts",
            rows,
            mask,
            then.addresses(),
            then.lengths(),
            otherwise.addresses(),
            otherwise.lengths(),
            addresses,
            lengths);
    return new DeviceBytes(type(then, otherwise), rows, addresses, lengths, validity);
  }
}
