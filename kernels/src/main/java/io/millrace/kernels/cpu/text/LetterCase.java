package io.millrace.kernels.cpu.text;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.memory.Raw;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Lower and upper case. ASCII is mapped eight letters at a time; other text by Java in the root
 * locale, which turns bytes that are not UTF-8 into U+FFFD.
 */
final class LetterCase {
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private LetterCase() {}

  static BytesVec map(Scratch scratch, BytesVec text, boolean upper) {
    int n = text.length();
    long[] addresses = scratch.longs(n);
    int[] lengths = scratch.ints(n);
    long total = 0;
    for (int i = 0; i < n; i++) {
      total += text.lengths()[i];
    }
    long to = scratch.bytes(total);
    // The letters that change, and the bit that makes the difference.
    long first = (0x80 - (upper ? 'a' : 'A')) * LOW_BITS;
    long past = (0x80 - (upper ? 'z' : 'Z') - 1) * LOW_BITS;
    for (int i = 0; i < n; i++) {
      long from = text.addresses()[i];
      int length = text.lengths()[i];
      addresses[i] = to;
      lengths[i] = length;
      long seen = ascii(from, to, length, first, past);
      to += length;
      if ((seen & HIGH_BITS) != 0) {
        byte[] mapped = mapped(from, length, upper);
        addresses[i] = scratch.bytes(mapped.length);
        lengths[i] = mapped.length;
        Raw.copy(mapped, 0, addresses[i], mapped.length);
      }
    }
    return new BytesVec(text.type(), n, addresses, lengths, text.validity());
  }

  /** Maps as if all were ASCII; returns all words together, so the caller sees whether it was. */
  private static long ascii(long from, long to, int length, long first, long past) {
    long seen = 0;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      long word = Raw.getLong(from + i);
      seen |= word;
      Raw.putLong(to + i, switched(word, first, past));
    }
    if (i < length) {
      long word = ByteStrings.partial(from + i, length - i);
      seen |= word;
      putPartial(to + i, switched(word, first, past), length - i);
    }
    return seen;
  }

  private static long switched(long word, long first, long past) {
    long low = word & ~HIGH_BITS;
    long letters = (low + first) & ~(low + past) & HIGH_BITS;
    return word ^ (letters >>> 2);
  }

  private static void putPartial(long to, long word, int bytes) {
    for (int i = 0; i < bytes; i++) {
      Raw.putByte(to + i, (byte) (word >>> (8 * i)));
    }
  }

  private static byte[] mapped(long from, int length, boolean upper) {
    byte[] bytes = new byte[length];
    Raw.copy(from, bytes, 0, length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    String mapped = upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
    return mapped.getBytes(StandardCharsets.UTF_8);
  }
}
