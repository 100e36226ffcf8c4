package io.millrace.cuda.group;

import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** How a column's values lie, as {@code group.cuh} numbers them. */
enum Form {
  WORD,
  DOUBLE,
  BIT,
  TEXT,
  UNSIGNED;

  /** The form of a type where order and conversion matter. */
  static Form of(DataType type) {
    return switch (type.lane()) {
      case LONG -> type.kind() == Kind.UINT64 ? UNSIGNED : WORD;
      case DOUBLE -> DOUBLE;
      case BOOL -> BIT;
      case BYTES -> TEXT;
    };
  }

  /** Where a vector's values lie: words, bits, or for text the addresses. */
  static long values(DeviceVec vec) {
    return switch (vec) {
      case DeviceLongs longs -> longs.values();
      case DeviceDoubles doubles -> doubles.values();
      case DeviceBools bools -> bools.bits();
      case DeviceBytes bytes -> bytes.addresses();
    };
  }

  /** Where the lengths of texts lie; 0 for other lanes. */
  static long lengths(DeviceVec vec) {
    return vec instanceof DeviceBytes bytes ? bytes.lengths() : 0;
  }

  /** A vector of values of a type, from 64-bit words or a bitmap at {@code values}. */
  static DeviceVec vector(DataType type, int rows, long values, long validity) {
    return switch (type.lane()) {
      case DOUBLE -> new DeviceDoubles(type, rows, values, validity);
      case BOOL -> new DeviceBools(rows, values, validity);
      default -> new DeviceLongs(type, rows, values, validity);
    };
  }
}
