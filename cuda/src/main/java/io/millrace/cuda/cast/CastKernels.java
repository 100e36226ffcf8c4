package io.millrace.cuda.cast;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.host.HostKernels;
import io.millrace.cuda.time.DeviceZones;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;

/**
 * Conversions between types, by operand lane, then by target. Values to text and text to values
 * stay on the CPU, which also refuses what does not convert.
 */
public final class CastKernels {
  private final HostKernels host;
  private final NumberCasts numbers;
  private final InstantCasts instants;
  private final BytesCasts bytes;

  /** Casts on one device. */
  public CastKernels(CudaDevice device, DeviceZones zones, HostKernels host) {
    this.host = host;
    this.numbers = new NumberCasts(device);
    this.instants = new InstantCasts(device, zones);
    this.bytes = new BytesCasts(device);
  }

  /** The values as another type. */
  public DeviceVec cast(DeviceVec a, DataType to) {
    if (a.type().equals(to)) {
      return a;
    }
    DeviceVec result =
        switch (a) {
          case DeviceBools bools -> fromBool(bools, to);
          case DeviceLongs longs when longs.type().kind().isInteger() -> fromInteger(longs, to);
          case DeviceLongs times -> fromTime(times, to);
          case DeviceDoubles doubles -> fromDouble(doubles, to);
          case DeviceBytes text when to.lane() == Lane.BYTES -> bytes.cast(text, to);
          case DeviceBytes _ -> null;
        };
    return result != null ? result : host.apply((cpu, in) -> cpu.cast(in[0], to), a);
  }

  private DeviceVec fromBool(DeviceBools a, DataType to) {
    if (to.kind().isInteger()) {
      return numbers.toLongs(a, to);
    }
    return to.kind().isFloating() ? numbers.toDoubles(a, to) : null;
  }

  private DeviceVec fromInteger(DeviceLongs a, DataType to) {
    return switch (to.lane()) {
      case BOOL -> numbers.toBools(a);
      case DOUBLE -> numbers.toDoubles(a, to);
      case BYTES -> null;
      case LONG ->
          to.kind() == Kind.DATE_MILLI
              ? instants.wholeDays(numbers.toLongs(a, DataType.INT64), to)
              : numbers.toLongs(a, to);
    };
  }

  private DeviceVec fromTime(DeviceLongs a, DataType to) {
    boolean times = a.type().kind().isInstant() && to.kind().isInstant();
    boolean durations = a.type().kind() == Kind.DURATION && to.kind() == Kind.DURATION;
    if (times || durations) {
      return instants.cast(a, to);
    }
    return to.kind().isInteger() ? numbers.toLongs(a, to) : null;
  }

  private DeviceVec fromDouble(DeviceDoubles a, DataType to) {
    if (to.kind().isInteger()) {
      return numbers.toLongs(a, to);
    }
    return switch (to.lane()) {
      case BOOL -> numbers.toBools(a);
      case DOUBLE -> numbers.toDoubles(a, to);
      case LONG, BYTES -> null;
    };
  }
}
