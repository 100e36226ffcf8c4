package io.millrace.kernels.cpu.text;

import io.millrace.kernels.memory.Raw;

/** ASCII white space around text: space and {@code \t} to {@code \r}. */
public final class AsciiSpace {
  private AsciiSpace() {}

  /** Where the first byte is that is no white space, or {@code end}. */
  public static long skip(long from, long end) {
    long at = from;
    while (at < end && isSpace(Raw.getByte(at))) {
      at++;
    }
    return at;
  }

  /** Behind the last byte that is no white space, or {@code from}. */
  public static long skipBack(long from, long end) {
    long at = end;
    while (at > from && isSpace(Raw.getByte(at - 1))) {
      at--;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
