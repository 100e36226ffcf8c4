package io.millrace.cuda.time;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.time.Instants;
import io.millrace.kernels.op.DatePart;

/** Instants to the beginning of a unit, in the zone of their type. */
public final class Truncation {
  private final CudaDevice device;
  private final DeviceZones zones;

  /** Truncation on one device. */
  public Truncation(CudaDevice device, DeviceZones zones) {
    this.device = device;
    this.zones = zones;
  }

  /** The instants at which the enclosing units began. */
  public DeviceLongs truncate(DatePart unit, DeviceLongs instants) {
    long perSecond = Instants.unitsPerSecond(instants.type());
    return switch (unit) {
      case MILLISECOND -> fine(instants, Math.max(1, perSecond / 1_000));
      case SECOND -> fine(instants, Math.max(1, perSecond));
      case MINUTE -> seconds(instants, perSecond, 60);
      case HOUR -> seconds(instants, perSecond, 3_600);
      case DAY -> days("truncate_day", instants, perSecond);
      case WEEK -> days("truncate_week", instants, perSecond);
      case MONTH -> days("truncate_month", instants, perSecond);
      case QUARTER -> days("truncate_quarter", instants, perSecond);
      case YEAR -> days("truncate_year", instants, perSecond);
      case DAY_OF_WEEK, DAY_OF_YEAR ->
          throw new InternalException(
              "Instants are truncated to a unit that begins: unit=" + unit + ".");
    };
  }

  private DeviceLongs fine(DeviceLongs instants, long step) {
    long to = device.scratch().words(instants.length());
    over("truncate_fine", instants, step, to);
    return began(instants, to);
  }

  private DeviceLongs seconds(DeviceLongs instants, long perSecond, long unit) {
    long to = device.scratch().words(instants.length());
    over("truncate_seconds", instants, perSecond, zones.of(instants.type().zone()), unit, to);
    return began(instants, to);
  }

  private DeviceLongs days(String kernel, DeviceLongs instants, long perSecond) {
    long to = device.scratch().words(instants.length());
    over(kernel, instants, perSecond, zones.of(instants.type().zone()), to);
    return began(instants, to);
  }

  private void over(String kernel, DeviceLongs instants, long... arguments) {
    long[] all = new long[1 + arguments.length];
    all[0] = instants.values();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    device.kernels().overRows(KernelFile.TRUNCATE, kernel, instants.length(), all);
  }

  private static DeviceLongs began(DeviceLongs instants, long values) {
    return new DeviceLongs(instants.type(), instants.length(), values, instants.validity());
  }
}
