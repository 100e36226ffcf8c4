package io.millrace.text;

import io.millrace.kernels.memory.Raw;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of UTF-8 text that grow at the end: what encoders write into before it goes out in large
 * pieces. One thread.
 */
public final class TextBytes {
  private static final int LONGEST_LONG = 20;

  private byte[] bytes = new byte[1 << 10];
  private int size;

  /** The number of bytes. */
  public int size() {
    return size;
  }

  /** Forgets everything. */
  public void clear() {
    size = 0;
  }

  /** Forgets what lies behind the first {@code kept} bytes. */
  public void truncate(int kept) {
    size = kept;
  }

  /** The byte at a place below {@link #size()}. */
  public byte at(int index) {
    return bytes[index];
  }

  /** Appends one byte, or a character below 128. */
  public void append(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  /** Appends two bytes. */
  public void append(int first, int second) {
    room(2);
    bytes[size++] = (byte) first;
    bytes[size++] = (byte) second;
  }

  /** Appends text that is known to be ASCII. */
  @SuppressWarnings("deprecation")
  public void ascii(String text) {
    room(text.length());
    text.getBytes(0, text.length(), bytes, size);
    size += text.length();
  }

  /** Appends any text. */
  public void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends bytes. */
  public void bytes(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  /** Appends bytes from memory. */
  public void bytes(long address, int length) {
    room(length);
    Raw.copy(address, bytes, size, length);
    size += length;
  }

  /** Appends a decimal number. */
  public void decimal(long value) {
    if (value == Long.MIN_VALUE) {
      ascii("-9223372036854775808");
      return;
    }
    room(LONGEST_LONG);
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    digits(rest, count(rest));
  }

  /** Appends a number from 0 as decimal digits, with zeros before it up to {@code width}. */
  public void padded(long value, int width) {
    int needed = count(value);
    room(Math.max(width, needed));
    digits(value, Math.max(width, needed));
  }

  private void digits(long value, int width) {
    long rest = value;
    for (int at = size + width - 1; at >= size; at--) {
      long tenth = rest / 10;
      bytes[at] = (byte) ('0' + (rest - tenth * 10));
      rest = tenth;
    }
    size += width;
  }

  private static int count(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** Makes sure that {@code more} bytes fit. */
  private void room(int more) {
    if (bytes.length - size < more) {
      long wanted = Math.max(bytes.length * 2L, (long) size + more);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8L));
    }
  }

  /** Appends a part of other bytes. */
  public void bytes(TextBytes other, int from, int to) {
    room(to - from);
    System.arraycopy(other.bytes, from, bytes, size, to - from);
    size += to - from;
  }

  /** Everything so far, without a copy: valid until the next change. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
