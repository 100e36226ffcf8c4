package io.millrace.flight.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The few parts of protobuf's encoding that are needed around a body that is not to be copied. */
final class ProtobufBytes {
  static final int LENGTH_DELIMITED = 2;
  static final long END = -1;

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int FIXED_32 = 5;
  private static final int LONGEST_VARINT = 63;

  private ProtobufBytes() {}

  /** A number that is not negative, or {@link #END} if the input ends before it. */
  static long varint(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      return END;
    }
    long value = next & 0x7F;
    for (int shift = 7; next >= 0x80; shift += 7) {
      next = in.read();
      if (next < 0 || shift >= LONGEST_VARINT) {
        throw new MalformedFrameException("A number is complete and has 63 bits at most");
      }
      value |= (next & 0x7FL) << shift;
    }
    return value;
  }

  /** The length of a field, which the input has still. */
  static long length(InputStream in) throws IOException {
    long length = varint(in);
    // gRPC's streams know what is left of the message
    if (length < 0 || length > in.available()) {
      throw new MalformedFrameException("A field lies within its message: bytes=" + length);
    }
    return length;
  }

  /** Passes over a field of another type. */
  static void skip(InputStream in, int wireType) throws IOException {
    switch (wireType) {
      case VARINT -> varint(in);
      case FIXED_64 -> in.skipNBytes(Long.BYTES);
      case FIXED_32 -> in.skipNBytes(Integer.BYTES);
      default ->
          throw new MalformedFrameException("A field has a type that is used: type=" + wireType);
    }
  }

  /** Writes the beginning of a field of bytes. */
  static void field(OutputStream out, int number, long length) throws IOException {
    varint(out, ((long) number << 3) | LENGTH_DELIMITED);
    varint(out, length);
  }

  private static void varint(OutputStream out, long value) throws IOException {
    long left = value;
    while (left >= 0x80) {
      out.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
