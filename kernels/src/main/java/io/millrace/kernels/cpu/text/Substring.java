package io.millrace.kernels.cpu.text;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BytesVec;

/**
 * Parts of text by code points, of binary by bytes; views of the bytes that they are taken from.
 */
public final class Substring {
  private Substring() {}

  /**
   * At most {@code length} from {@code start}, counted from 1, or from the end if negative; 0 is as
   * 1. A start before the beginning counts: what lies there is cut off.
   */
  public static BytesVec substring(Scratch scratch, BytesVec text, long start, long length) {
    int n = text.length();
    long[] addresses = scratch.longs(n);
    int[] lengths = scratch.ints(n);
    boolean codePoints = text.type().kind().isText();
    for (int i = 0; i < n; i++) {
      long address = text.addresses()[i];
      int bytes = text.lengths()[i];
      int count = codePoints ? Utf8.codePoints(address, bytes) : bytes;
      long begin = start > 0 ? start - 1 : start < 0 ? count + start : 0;
      long end =
          length <= 0 ? begin : begin > Long.MAX_VALUE - length ? Long.MAX_VALUE : begin + length;
      int from = Math.clamp(begin, 0, count);
      int to = Math.clamp(end, from, count);
      if (count != bytes) {
        int fromByte = Utf8.offset(address, bytes, from);
        to = fromByte + Utf8.offset(address + fromByte, bytes - fromByte, to - from);
        from = fromByte;
      }
      addresses[i] = address + from;
      lengths[i] = to - from;
    }
    return new BytesVec(text.type(), n, addresses, lengths, text.validity());
  }
}
