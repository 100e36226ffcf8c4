package io.millrace.cuda.time;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.kernels.cpu.time.Instants;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;

/** Parts of instants, read in the zone of their type. */
public final class DateParts {
  private final CudaDevice device;
  private final DeviceZones zones;

  /** Parts on one device. */
  public DateParts(CudaDevice device, DeviceZones zones) {
    this.device = device;
    this.zones = zones;
  }

  /** One part of each instant. */
  public DeviceLongs part(DatePart part, DeviceLongs instants) {
    long perSecond = Instants.unitsPerSecond(instants.type());
    return switch (part) {
      case MILLISECOND -> milliseconds(instants, perSecond);
      case HOUR -> ofDay(instants, perSecond, 3_600, 24);
      case MINUTE -> ofDay(instants, perSecond, 60, 60);
      case SECOND -> ofDay(instants, perSecond, 1, 60);
      case YEAR -> ofDate("part_year", instants, perSecond);
      case QUARTER -> ofDate("part_quarter", instants, perSecond);
      case MONTH -> ofDate("part_month", instants, perSecond);
      case WEEK -> ofDate("part_week", instants, perSecond);
      case DAY -> ofDate("part_day", instants, perSecond);
      case DAY_OF_WEEK -> ofDate("part_day_of_week", instants, perSecond);
      case DAY_OF_YEAR -> ofDate("part_day_of_year", instants, perSecond);
    };
  }

  private DeviceLongs milliseconds(DeviceLongs instants, long perSecond) {
    int rows = instants.length();
    long to = device.scratch().words(rows);
    if (perSecond <= 1) {
      device.kernels().overRows(KernelFile.FILL, "fill_words", rows, 0, to);
    } else {
      device
          .kernels()
          .overRows(
              KernelFile.DATE_PART, "part_millisecond", rows, instants.values(), perSecond, to);
    }
    return parts(instants, to);
  }

  private DeviceLongs ofDay(DeviceLongs instants, long perSecond, long unit, long count) {
    long to = device.scratch().words(instants.length());
    device
        .kernels()
        .overRows(
            KernelFile.DATE_PART,
            "part_of_day",
            instants.length(),
            instants.values(),
            perSecond,
            zones.of(instants.type().zone()),
            unit,
            count,
            to);
    return parts(instants, to);
  }

  private DeviceLongs ofDate(String kernel, DeviceLongs instants, long perSecond) {
    long to = device.scratch().words(instants.length());
    device
        .kernels()
        .overRows(
            KernelFile.DATE_PART,
            kernel,
            instants.length(),
            instants.values(),
            perSecond,
            zones.of(instants.type().zone()),
            to);
    return parts(instants, to);
  }

  private static DeviceLongs parts(DeviceLongs instants, long values) {
    return new DeviceLongs(DataType.INT64, instants.length(), values, instants.validity());
  }
}
