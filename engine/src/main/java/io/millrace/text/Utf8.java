package io.millrace.text;

import io.millrace.kernels.memory.Raw;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes are UTF-8 as the Unicode standard defines it: no overlong forms, no surrogates,
 * nothing above U+10FFFF.
 *
 * <p>The check is an automaton that may be fed piece by piece: its state is an {@code int}, {@link
 * #ACCEPT} between characters, {@link #REJECT} for good after a byte that cannot stand where it
 * does. Each byte maps to a word that holds the next state of every state, six bits each, so that a
 * step is one load and one shift.
 */
public final class Utf8 {
  /** The state between two characters. */
  public static final int ACCEPT = 0;

  /** The state after a malformed byte; nothing leads out of it. */
  public static final int REJECT = 6;

  private static final int TAIL_1 = 12;
  private static final int TAIL_2 = 18;
  private static final int TAIL_3 = 24;
  private static final int AFTER_E0 = 30;
  private static final int AFTER_ED = 36;
  private static final int AFTER_F0 = 42;
  private static final int AFTER_F4 = 48;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long[] STEPS = steps();

  private Utf8() {}

  private static long[] steps() {
    long[] steps = new long[256];
    for (int b = 0; b < 256; b++) {
      steps[b] =
          step(ACCEPT, lead(b))
              | step(REJECT, REJECT)
              | step(TAIL_1, within(b, 0x80, 0xBF, ACCEPT))
              | step(TAIL_2, within(b, 0x80, 0xBF, TAIL_1))
              | step(TAIL_3, within(b, 0x80, 0xBF, TAIL_2))
              | step(AFTER_E0, within(b, 0xA0, 0xBF, TAIL_1))
              | step(AFTER_ED, within(b, 0x80, 0x9F, TAIL_1))
              | step(AFTER_F0, within(b, 0x90, 0xBF, TAIL_2))
              | step(AFTER_F4, within(b, 0x80, 0x8F, TAIL_2));
    }
    return steps;
  }

  private static long step(int from, int to) {
    return (long) to << from;
  }

  private static int within(int b, int low, int high, int next) {
    return b >= low && b <= high ? next : REJECT;
  }

  private static int lead(int b) {
    if (b < 0x80) {
      return ACCEPT;
    }
    if (b < 0xC2 || b > 0xF4) {
      return REJECT;
    }
    if (b < 0xE0) {
      return TAIL_1;
    }
    if (b < 0xF0) {
      return b == 0xE0 ? AFTER_E0 : b == 0xED ? AFTER_ED : TAIL_2;
    }
    return b == 0xF0 ? AFTER_F0 : b == 0xF4 ? AFTER_F4 : TAIL_3;
  }

  /** The state after {@code length} more bytes. */
  public static int check(int state, long address, long length) {
    long at = address;
    long end = address + length;
    long now = state;
    while (end - at >= 8) {
      if (now == ACCEPT && (Raw.getLong(at) & HIGH_BITS) == 0) {
        at += 8;
      } else {
        now = eight(now, Raw.getLong(at));
        at += 8;
      }
    }
    while (at < end) {
      now = next(now, Raw.getByte(at++) & 0xFF);
    }
    return (int) now;
  }

  private static long eight(long state, long word) {
    long now = state;
    for (int shift = 0; shift < 64; shift += 8) {
      now = next(now, (int) (word >>> shift) & 0xFF);
    }
    return now;
  }

  private static long next(long state, int value) {
    return (STEPS[value] >>> state) & 63;
  }

  /** Whether the bytes are well-formed text by themselves. */
  public static boolean isValid(long address, long length) {
    return check(ACCEPT, address, length) == ACCEPT;
  }

  /**
   * The place of the first byte that cannot stand where it does, coming from {@code state}; {@code
   * length} if there is none.
   */
  public static long firstMalformed(int state, long address, long length) {
    long now = state;
    for (long i = 0; i < length; i++) {
      now = next(now, Raw.getByte(address + i) & 0xFF);
      if (now == REJECT) {
        return i;
      }
    }
    return length;
  }

  /** The bytes with U+FFFD in place of what is malformed, as Java's decoder puts it. */
  public static byte[] replaceMalformed(long address, int length) {
    byte[] bytes = new byte[length];
    Raw.copy(address, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
  }
}
