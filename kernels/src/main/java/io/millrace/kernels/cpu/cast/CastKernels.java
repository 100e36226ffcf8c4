package io.millrace.kernels.cpu.cast;

import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.time.Zones;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.cpu.work.ErrorTally;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;

/** Conversions between types, by operand lane, then by target. */
public final class CastKernels {
  private final Scratch scratch;
  private final ErrorTally errors;
  private final Zones zones;

  /** One worker's casts. */
  public CastKernels(Scratch scratch, ErrorTally errors, Zones zones) {
    this.scratch = scratch;
    this.errors = errors;
    this.zones = zones;
  }

  /** The values as another type. */
  public CpuVec cast(CpuVec a, DataType to) {
    if (a.type().equals(to)) {
      return a;
    }
    FailedRows failed = new FailedRows(scratch, errors, a);
    CpuVec result =
        switch (a) {
          case BoolVec bools -> fromBool(bools, to);
          case LongVec longs when longs.type().kind().isInteger() -> fromInteger(longs, to, failed);
          case LongVec times -> fromTime(times, to, failed);
          case DoubleVec doubles -> fromDouble(doubles, to, failed);
          case BytesVec bytes when to.lane() == Lane.BYTES -> BytesToBytes.cast(bytes, to, failed);
          case BytesVec text when text.type().kind().isText() -> fromText(text, to, failed);
          case BytesVec _ -> null;
        };
    if (result == null) {
      throw new InternalException(
          "A cast is between types that convert: from=" + a.type() + ", to=" + to + ".");
    }
    return result;
  }

  private CpuVec fromBool(BoolVec a, DataType to) {
    if (to.kind().isInteger()) {
      return BoolCasts.toLong(scratch, a, to);
    }
    if (to.kind().isFloating()) {
      return BoolCasts.toDouble(scratch, a, to);
    }
    return to.kind().isText() ? BoolCasts.toText(scratch, a, to) : null;
  }

  private CpuVec fromInteger(LongVec a, DataType to, FailedRows failed) {
    return switch (to.kind()) {
      case BOOL -> BoolCasts.fromLong(scratch, a);
      case FLOAT32, FLOAT64 -> LongToFloating.cast(scratch, a, to);
      case UTF8, LARGE_UTF8 -> LongToText.cast(scratch, a, to);
      case BINARY, LARGE_BINARY -> null;
      case DATE_MILLI ->
          InstantCasts.wholeDays(scratch, LongToLong.cast(a, DataType.INT64, failed), to);
      default -> LongToLong.cast(a, to, failed);
    };
  }

  private CpuVec fromTime(LongVec a, DataType to, FailedRows failed) {
    boolean instants = a.type().kind().isInstant() && to.kind().isInstant();
    boolean durations = a.type().kind() == Kind.DURATION && to.kind() == Kind.DURATION;
    if (instants || durations) {
      return new InstantCasts(scratch, zones).cast(a, to, failed);
    }
    if (to.kind().isInteger()) {
      return LongToLong.cast(a, to, failed);
    }
    if (!to.kind().isText()) {
      return null;
    }
    return durations(a)
        ? DurationText.format(scratch, a, to)
        : InstantToText.cast(scratch, zones, a, to);
  }

  private static boolean durations(LongVec a) {
    return a.type().kind() == Kind.DURATION;
  }

  private CpuVec fromDouble(DoubleVec a, DataType to, FailedRows failed) {
    if (to.kind().isInteger()) {
      return DoubleToLong.cast(scratch, a, to, failed);
    }
    return switch (to.kind()) {
      case BOOL -> BoolCasts.fromDouble(scratch, a);
      case FLOAT64 -> new DoubleVec(to, a.length(), a.values(), a.validity());
      case FLOAT32 -> DoubleToFloat.cast(scratch, a, to, failed);
      case UTF8, LARGE_UTF8 -> DoubleToText.cast(scratch, a, to);
      default -> null;
    };
  }

  private CpuVec fromText(BytesVec a, DataType to, FailedRows failed) {
    return switch (to.kind()) {
      case BOOL -> TextToBool.cast(scratch, a, failed);
      case FLOAT32, FLOAT64 -> TextToDouble.cast(scratch, a, to, failed);
      case DATE_DAY, DATE_MILLI, TIMESTAMP -> TextToInstant.cast(scratch, zones, a, to, failed);
      case DURATION -> DurationText.parse(scratch, a, to, failed);
      default -> TextToLong.cast(scratch, a, to, failed);
    };
  }
}
