package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;

/** Writes a column of short ASCII texts into scratch memory, one after another. */
final class TextWriter {
  private final Scratch scratch;
  private final CpuVec operand;
  private final long reserved;
  private final long[] addresses;
  private final int[] lengths;
  private final long first;
  private long at;

  /** Makes room for texts of at most {@code longest} bytes, one for each row of the operand. */
  TextWriter(Scratch scratch, CpuVec operand, int longest) {
    this.scratch = scratch;
    this.operand = operand;
    this.reserved = (long) longest * operand.length();
    this.addresses = scratch.longs(operand.length());
    this.lengths = scratch.ints(operand.length());
    this.first = scratch.bytes(reserved);
    this.at = first;
  }

  /** Begins the text of a row; false if the row is null and has none. */
  boolean begin(int row) {
    addresses[row] = at;
    lengths[row] = 0;
    return !operand.isNull(row);
  }

  void end(int row) {
    lengths[row] = (int) (at - addresses[row]);
  }

  void put(char c) {
    Raw.putByte(at++, (byte) c);
  }

  void put(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  /** Digits of a number, unsigned, without leading zeros. */
  void putUnsigned(long value) {
    int digits = 1;
    for (long rest = Long.divideUnsigned(value, 10); rest != 0; rest /= 10) {
      digits++;
    }
    putUnsigned(value, digits);
  }

  /** The last {@code digits} digits of a number. */
  void putUnsigned(long value, int digits) {
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      long tens = rest >= 0 ? rest / 10 : Long.divideUnsigned(rest, 10);
      Raw.putByte(at + i, (byte) ('0' + (rest - tens * 10)));
      rest = tens;
    }
    at += digits;
  }

  BytesVec finish(DataType type) {
    scratch.giveBackBytes(first + reserved - at);
    return new BytesVec(type, operand.length(), addresses, lengths, operand.validity());
  }
}
