package io.millrace.cuda.emulator;

import java.util.List;

/** Operations on bits and bytes, against loops over single bits. */
final class BitInstructionsTest extends InstructionContract {
  @Override
  void instructions() {
    for (String type : List.of("b32", "b64")) {
      int width = Edges.width(type);
      expect("popc." + type + " %d, %a;", "u32", types(type), v -> ones(v[0], width));
      expect("clz." + type + " %d, %a;", "u32", types(type), v -> width - 1 - highest(v[0], width));
      expect("brev." + type + " %d, %a;", type, types(type), v -> reversed(v[0], width));
      expect(
          "bfi." + type + " %d, %a, %b, %c, %e;",
          type,
          types(type, type, "u32", "u32"),
          v -> inserted(v, width));
    }
    for (String type : List.of("u32", "s32", "u64", "s64")) {
      int width = Edges.width(type);
      boolean signed = type.charAt(0) == 's';
      expect(
          "bfe." + type + " %d, %a, %b, %c;",
          type,
          types(type, "u32", "u32"),
          v -> extracted(v, width, signed));
      expect("bfind." + type + " %d, %a;", "u32", types(type), v -> found(v[0], width, signed));
      expect(
          "bfind.shiftamt." + type + " %d, %a;",
          "u32",
          types(type),
          v -> {
            long at = found(v[0], width, signed);
            return at < 0 ? -1 : width - 1 - at;
          });
    }
    for (String mode : List.of("clamp", "wrap")) {
      expect(
          "shf.l." + mode + ".b32 %d, %a, %b, %c;",
          "b32",
          types("b32", "b32", "u32"),
          v -> funnelLeft(v, mode));
      expect(
          "shf.r." + mode + ".b32 %d, %a, %b, %c;",
          "b32",
          types("b32", "b32", "u32"),
          v -> funnelRight(v, mode));
    }
    for (int table : new int[] {0x00, 0x01, 0x96, 0xe8, 0xca, 0x40, 0xff, 0x78}) {
      expect(
          "lop3.b32 %d, %a, %b, %c, " + table + ";",
          "b32",
          types("b32", "b32", "b32"),
          v -> looked(v, table));
    }
    permutations();
  }

  private static int bit(long value, int at) {
    return (int) (value >>> at & 1);
  }

  private static int ones(long value, int width) {
    int count = 0;
    for (int i = 0; i < width; i++) {
      count += bit(value, i);
    }
    return count;
  }

  private static int highest(long value, int width) {
    for (int i = width - 1; i >= 0; i--) {
      if (bit(value, i) == 1) {
        return i;
      }
    }
    return -1;
  }

  private static long found(long value, int width, boolean signed) {
    boolean negative = signed && bit(value, width - 1) == 1;
    return highest(negative ? ~value : value, width);
  }

  private static long reversed(long value, int width) {
    long result = 0;
    for (int i = 0; i < width; i++) {
      result |= (long) bit(value, i) << (width - 1 - i);
    }
    return result;
  }

  /** As the manual's loop has it. */
  private static long extracted(long[] v, int width, boolean signed) {
    int from = (int) v[1] & 0xff;
    int length = (int) v[2] & 0xff;
    int fill = !signed || length == 0 ? 0 : bit(v[0], Math.min(from + length - 1, width - 1));
    long result = 0;
    for (int i = 0; i < width; i++) {
      int value = i < length && from + i < width ? bit(v[0], from + i) : fill;
      result |= (long) value << i;
    }
    return result;
  }

  private static long inserted(long[] v, int width) {
    int from = (int) v[2] & 0xff;
    int length = (int) v[3] & 0xff;
    long result = v[1];
    for (int i = 0; i < length && from + i < width; i++) {
      result &= ~(1L << (from + i));
      result |= (long) bit(v[0], i) << (from + i);
    }
    return result;
  }

  private static int distance(long c, String mode) {
    return (int) (mode.equals("wrap") ? c & 31 : Math.min(c & 0xffffffffL, 32));
  }

  private static long funnelLeft(long[] v, String mode) {
    int by = distance(v[2], mode);
    long result = 0;
    for (int i = 0; i < 32; i++) {
      int at = 32 + i - by;
      result |= (long) (at >= 32 ? bit(v[1], at - 32) : bit(v[0], at)) << i;
    }
    return result;
  }

  private static long funnelRight(long[] v, String mode) {
    int by = distance(v[2], mode);
    long result = 0;
    for (int i = 0; i < 32; i++) {
      int at = i + by;
      result |= (long) (at >= 32 ? bit(v[1], at - 32) : bit(v[0], at)) << i;
    }
    return result;
  }

  private static long looked(long[] v, int table) {
    long result = 0;
    for (int i = 0; i < 32; i++) {
      int row = (bit(v[0], i) << 2) | (bit(v[1], i) << 1) | bit(v[2], i);
      result |= (long) bit(table, row) << i;
    }
    return result;
  }

  private void permutations() {
    expect(
        "prmt.b32 %d, %a, %b, %c;",
        "b32",
        types("b32", "b32", "b32"),
        v -> {
          long result = 0;
          for (int i = 0; i < 4; i++) {
            int nibble = (int) (v[2] >>> (4 * i)) & 15;
            long value = byteOf(v, nibble & 7);
            result |= (nibble < 8 ? value : (value >= 128 ? 255 : 0)) << (8 * i);
          }
          return result;
        });
    // The bytes that each mode picks, the highest first, for the four values of the selector.
    modes("f4e", "3210 4321 5432 6543");
    modes("b4e", "5670 6701 7012 0123");
    modes("rc8", "0000 1111 2222 3333");
    modes("ecl", "3210 3211 3222 3333");
    modes("ecr", "0000 1110 2210 3210");
    modes("rc16", "1010 3232 1010 3232");
  }

  private void modes(String mode, String picks) {
    String[] rows = picks.split(" ");
    expect(
        "prmt.b32." + mode + " %d, %a, %b, %c;",
        "b32",
        types("b32", "b32", "b32"),
        v -> {
          String row = rows[(int) v[2] & 3];
          long result = 0;
          for (int i = 0; i < 4; i++) {
            result |= byteOf(v, row.charAt(3 - i) - '0') << (8 * i);
          }
          return result;
        });
  }

  private static long byteOf(long[] v, int at) {
    return (at < 4 ? v[0] >>> (8 * at) : v[1] >>> (8 * (at - 4))) & 0xff;
  }
}
