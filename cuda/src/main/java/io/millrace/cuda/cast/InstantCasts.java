package io.millrace.cuda.cast;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.time.DeviceZones;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.kernels.cpu.time.Instants;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.Objects;

/**
 * Dates, timestamps and durations to one another: units toward the past, dates as midnights.
 * Between a type with a zone and one without, the local time in the zone stays.
 */
final class InstantCasts {
  private static final long DATE_MILLI_DAY = 1_000 * Instants.DAY;

  private final CudaDevice device;
  private final DeviceZones zones;

  InstantCasts(CudaDevice device, DeviceZones zones) {
    this.device = device;
    this.zones = zones;
  }

  DeviceLongs cast(DeviceLongs a, DataType to) {
    return to.kind() == Kind.TIMESTAMP || to.kind() == Kind.DURATION ? units(a, to) : days(a, to);
  }

  /** To timestamps and durations. */
  private DeviceLongs units(DeviceLongs a, DataType to) {
    String from = a.type().zone();
    boolean sameClock =
        a.type().kind() == Kind.DURATION
            || Objects.equals(from, to.zone())
            || (from != null && to.zone() != null);
    int rows = a.length();
    long values = device.scratch().words(rows);
    long validity = device.scratch().bitmap(rows);
    device
        .kernels()
        .overRows(
            KernelFile.CAST_TIME,
            "cast_units",
            rows,
            a.values(),
            a.validity(),
            Instants.unitsPerSecond(a.type()),
            sameClock ? 0 : zones.of(from),
            to.unitsPerSecond(),
            sameClock ? 0 : zones.of(to.zone()),
            values,
            validity,
            device.tally().address());
    return new DeviceLongs(to, rows, values, validity);
  }

  /** To dates. */
  private DeviceLongs days(DeviceLongs a, DataType to) {
    boolean narrow = to.kind() == Kind.DATE_DAY;
    long greatest = narrow ? Integer.MAX_VALUE : Long.MAX_VALUE / DATE_MILLI_DAY;
    long least = narrow ? Integer.MIN_VALUE : -greatest;
    int rows = a.length();
    long values = device.scratch().words(rows);
    long validity = device.scratch().bitmap(rows);
    device
        .kernels()
        .overRows(
            KernelFile.CAST_TIME,
            "cast_days",
            rows,
            a.values(),
            a.validity(),
            Instants.unitsPerSecond(a.type()),
            zones.of(a.type().zone()),
            least,
            greatest,
            narrow ? 1 : DATE_MILLI_DAY,
            values,
            validity,
            device.tally().address());
    return new DeviceLongs(to, rows, values, validity);
  }

  /** Milliseconds to the whole days that such dates are. */
  DeviceLongs wholeDays(DeviceLongs a, DataType to) {
    long values = device.scratch().words(a.length());
    device
        .kernels()
        .overRows(KernelFile.CAST_TIME, "cast_whole_days", a.length(), a.values(), values);
    return new DeviceLongs(to, a.length(), values, a.validity());
  }
}
