package io.millrace.cuda.vec;

import java.util.function.LongSupplier;

/**
 * The dictionary that texts came from, for those who would do something once for each value rather
 * than for each row. For one thread at a time.
 */
public final class DeviceCodes {
  private final LongSupplier made;
  private final DeviceBytes values;
  private long indices;

  private DeviceCodes(LongSupplier made, DeviceBytes values) {
    this.made = made;
    this.values = values;
  }

  /** The value of each row that is not null by its index, 64 bits each at a device address. */
  public static DeviceCodes of(long indices, DeviceBytes values) {
    return new DeviceCodes(() -> indices, values);
  }

  /** Of other rows, whose indices are made when somebody asks for them. */
  public DeviceCodes with(LongSupplier indices) {
    return new DeviceCodes(indices, values);
  }

  /** Of the rows from the one at {@code from} on. */
  public DeviceCodes from(int from) {
    return with(() -> indices() + 8L * from);
  }

  /**
   * Where the index of each row lies, 64 bits each. Null rows have that of any value, or 0 if there
   * is none.
   */
  public long indices() {
    if (indices == 0) {
      indices = made.getAsLong();
    }
    return indices;
  }

  /** The dictionary, which may have values that no row has, and equal ones. */
  public DeviceBytes values() {
    return values;
  }
}
