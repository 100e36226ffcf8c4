package io.millrace.kernels.types;

/**
 * The kinds of column type that Millrace computes with. {@link #width()} is that of one value in an
 * Arrow buffer.
 */
public enum Kind {
  /** Bits. */
  BOOL(Lane.BOOL, 0),
  /** 8 bits, signed. */
  INT8(Lane.LONG, 1),
  /** 16 bits, signed. */
  INT16(Lane.LONG, 2),
  /** 32 bits, signed. */
  INT32(Lane.LONG, 4),
  /** 64 bits, signed. */
  INT64(Lane.LONG, 8),
  /** 8 bits, unsigned. */
  UINT8(Lane.LONG, 1),
  /** 16 bits, unsigned. */
  UINT16(Lane.LONG, 2),
  /** 32 bits, unsigned. */
  UINT32(Lane.LONG, 4),
  /** 64 bits, unsigned. */
  UINT64(Lane.LONG, 8),
  /** IEEE 754 binary32. */
  FLOAT32(Lane.DOUBLE, 4),
  /** IEEE 754 binary64. */
  FLOAT64(Lane.DOUBLE, 8),
  /** UTF-8 with 32-bit offsets. */
  UTF8(Lane.BYTES, 4),
  /** UTF-8 with 64-bit offsets. */
  LARGE_UTF8(Lane.BYTES, 8),
  /** Bytes with 32-bit offsets. */
  BINARY(Lane.BYTES, 4),
  /** Bytes with 64-bit offsets. */
  LARGE_BINARY(Lane.BYTES, 8),
  /** Days since 1970-01-01, 32 bits. */
  DATE_DAY(Lane.LONG, 4),
  /** Milliseconds since 1970-01-01T00:00, 64 bits, whole days. */
  DATE_MILLI(Lane.LONG, 8),
  /** Units since 1970-01-01T00:00, 64 bits: UTC with a zone, local time without one. */
  TIMESTAMP(Lane.LONG, 8),
  /** Units, 64 bits. */
  DURATION(Lane.LONG, 8);

  private final Lane lane;
  private final int width;

  Kind(Lane lane, int width) {
    this.lane = lane;
    this.width = width;
  }

  /** The lane in which values of this kind are computed. */
  public Lane lane() {
    return lane;
  }

  /**
   * Bytes of one value in the data buffer; of one offset for text and binary; 0 for booleans, which
   * are bits.
   */
  public int width() {
    return width;
  }

  /** Whether this is an integer of any width. */
  public boolean isInteger() {
    return ordinal() >= INT8.ordinal() && ordinal() <= UINT64.ordinal();
  }

  /** Whether this is an unsigned integer. */
  public boolean isUnsigned() {
    return ordinal() >= UINT8.ordinal() && ordinal() <= UINT64.ordinal();
  }

  /** Whether this is a floating point number. */
  public boolean isFloating() {
    return lane == Lane.DOUBLE;
  }

  /** Whether this is an integer or a floating point number. */
  public boolean isNumeric() {
    return isInteger() || isFloating();
  }

  /** Whether this is UTF-8 text. */
  public boolean isText() {
    return this == UTF8 || this == LARGE_UTF8;
  }

  /** Whether this is a date or a timestamp, a point in time. */
  public boolean isInstant() {
    return this == DATE_DAY || this == DATE_MILLI || this == TIMESTAMP;
  }
}
