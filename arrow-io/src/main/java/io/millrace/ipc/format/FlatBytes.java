package io.millrace.ipc.format;

import io.millrace.error.DataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A flatbuffer from a source that is not trusted. Every read is checked against the bytes,
 * references lead forward only (so there are no cycles), tables nest to a fixed depth, and a budget
 * bounds the work: tables, strings and vectors that are shared count each time they are reached, so
 * that a small buffer cannot unfold into a large one.
 *
 * <p>The bytes are a copy, since whoever shares the original may change it after a check.
 */
public final class FlatBytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * What an honest writer's tables can reach is at most the bytes that there are; strings may be
   * shared a little.
   */
  private static final int BUDGET_PER_BYTE = 4;

  private static final int BUDGET_FLOOR = 1 << 12;

  private final byte[] bytes;
  private final long at;
  private final Origin origin;
  private long budget;

  /**
   * A flatbuffer.
   *
   * @param bytes the flatbuffer and nothing before it; read only from here on
   * @param at where in the input the bytes begin
   */
  public FlatBytes(byte[] bytes, long at, Origin origin) {
    this.bytes = bytes;
    this.at = at;
    this.origin = origin;
    this.budget = (long) bytes.length * BUDGET_PER_BYTE + BUDGET_FLOOR;
  }

  /** The table at the root. */
  public FlatTable root() {
    return new FlatTable(this, reference(0), 0);
  }

  DataException wrong(String rule, long position, String values) {
    return origin.wrong(rule, at + position, values);
  }

  void spend(long amount, long position) {
    budget -= amount;
    if (budget < 0) {
      throw wrong(
          "Metadata must not unfold into more than its own size",
          position,
          "metadata bytes=" + bytes.length);
    }
  }

  void require(long position, long length) {
    if (position < 0 || length < 0 || position > bytes.length - length) {
      throw wrong(
          "A flatbuffer's parts must lie within it",
          position,
          "length=" + length + ", metadata bytes=" + bytes.length);
    }
  }

  byte byteAt(long position) {
    require(position, 1);
    return bytes[(int) position];
  }

  int unsignedShortAt(long position) {
    require(position, 2);
    return (short) SHORT.get(bytes, (int) position) & 0xFFFF;
  }

  int intAt(long position) {
    require(position, 4);
    return (int) INT.get(bytes, (int) position);
  }

  long longAt(long position) {
    require(position, 8);
    return (long) LONG.get(bytes, (int) position);
  }

  /** Where the reference at a position leads, always further on. */
  int reference(long position) {
    long offset = intAt(position) & 0xFFFFFFFFL;
    long target = position + offset;
    if (offset == 0 || target > bytes.length - 4L) {
      throw wrong(
          "A flatbuffer's references lead forward, within it", position, "offset=" + offset);
    }
    return (int) target;
  }

  String string(int position) {
    long length = intAt(position) & 0xFFFFFFFFL;
    require(position + 4L, length);
    spend(length, position);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, position + 4, (int) length))
          .toString();
    } catch (CharacterCodingException e) {
      throw origin.wrong("Names and metadata must be UTF-8", at + position, "length=" + length, e);
    }
  }
}
