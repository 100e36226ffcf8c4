package io.millrace.cuda.membership;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** IN lists, each brought to the device when it is first seen, known by its identity then. */
public final class Membership implements AutoCloseable {
  private final CudaDevice device;
  private final Bitmaps bitmaps;
  private final Map<List<Object>, DeviceSet> sets = new IdentityHashMap<>();

  /** None yet. */
  public Membership(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
  }

  /**
   * Whether each value is in the list: null if it is null, or not found and the list holds a null.
   */
  public DeviceBools in(DeviceVec a, List<Object> values) {
    DeviceSet set = sets.get(values);
    if (set == null) {
      set = DeviceSet.of(device, values);
      sets.put(values, set);
    }
    int rows = a.length();
    long bits = found(a, set, rows);
    long validity = set.holdsNull() ? bitmaps.both(a.validity(), bits, rows) : a.validity();
    return new DeviceBools(rows, bits, validity);
  }

  private long found(DeviceVec a, DeviceSet set, int rows) {
    if (a instanceof DeviceBools bools) {
      boolean no = set.holdsFalse();
      boolean yes = set.holdsTrue();
      return bitmaps.function(bools.bits(), bools.bits(), no, no, yes, yes, rows);
    }
    long to = device.scratch().bitmap(rows);
    switch (a) {
      case DeviceLongs longs -> numbers("member_longs", longs.values(), set, rows, to);
      case DeviceDoubles doubles -> numbers("member_doubles", doubles.values(), set, rows, to);
      case DeviceBytes text -> texts(text, set, to);
      case DeviceBools _ -> {}
    }
    return to;
  }

  private void numbers(String kernel, long values, DeviceSet set, int rows, long to) {
    device
        .kernels()
        .overRows(KernelFile.MEMBER, kernel, rows, values, set.numbersAt(), set.numbers(), to);
  }

  private void texts(DeviceBytes text, DeviceSet set, long to) {
    device
        .kernels()
        .overRows(
            KernelFile.MEMBER,
            "member_texts",
            text.length(),
            text.addresses(),
            text.lengths(),
            set.bytesAt(),
            set.offsetsAt(),
            set.texts(),
            to);
  }

  @Override
  public void close() {
    sets.values().forEach(DeviceSet::close);
    sets.clear();
  }
}
