package io.millrace.kernels.cpu.text;

import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.logic.NullRows;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.types.DataType;

/** Functions of text. Those that only take away return views of the bytes that they were given. */
public final class TextKernels {
  private TextKernels() {}

  /** Text to text. */
  public static BytesVec apply(Scratch scratch, TextFunction function, BytesVec text) {
    return switch (function) {
      case LOWER -> LetterCase.map(scratch, text, false);
      case UPPER -> LetterCase.map(scratch, text, true);
      case TRIM -> trim(scratch, text);
    };
  }

  private static BytesVec trim(Scratch scratch, BytesVec text) {
    int n = text.length();
    long[] addresses = scratch.longs(n);
    int[] lengths = scratch.ints(n);
    for (int i = 0; i < n; i++) {
      long from = text.addresses()[i];
      long end = from + text.lengths()[i];
      long begin = AsciiSpace.skip(from, end);
      addresses[i] = begin;
      lengths[i] = (int) (AsciiSpace.skipBack(begin, end) - begin);
    }
    return new BytesVec(text.type(), n, addresses, lengths, text.validity());
  }

  /** Code points of text, bytes of binary. */
  public static LongVec length(Scratch scratch, BytesVec text) {
    int n = text.length();
    long[] result = scratch.longs(n);
    if (text.type().kind().isText()) {
      for (int i = 0; i < n; i++) {
        result[i] = Utf8.codePoints(text.addresses()[i], text.lengths()[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        result[i] = text.lengths()[i];
      }
    }
    return new LongVec(DataType.INT64, n, result, text.validity());
  }

  /** All operands' bytes; large if one of them is. */
  public static BytesVec concat(Scratch scratch, BytesVec[] parts) {
    if (parts.length == 0) {
      throw new InternalException("Concatenation has at least one operand: operands=0.");
    }
    int n = parts[0].length();
    long[] validity = parts[0].validity();
    DataType type = parts[0].type();
    for (BytesVec part : parts) {
      validity = Words.both(scratch, validity, part.validity(), n);
      type = part.type().kind().width() == Long.BYTES ? part.type() : type;
    }
    long[] addresses = scratch.longs(n);
    int[] lengths = scratch.ints(n);
    long to = scratch.bytes(totalLengths(parts, validity, lengths, n));
    for (int i = 0; i < n; i++) {
      addresses[i] = to;
      to = append(parts, i, lengths[i], to);
    }
    return new BytesVec(type, n, addresses, lengths, validity);
  }

  private static long totalLengths(BytesVec[] parts, long[] validity, int[] lengths, int n) {
    long longest = 0;
    for (int i = 0; i < n; i++) {
      long length = 0;
      for (BytesVec part : parts) {
        length += part.lengths()[i];
      }
      longest = Math.max(longest, length);
      lengths[i] = (int) length;
    }
    if (longest > Integer.MAX_VALUE) {
      throw new DataException(
          "A text is shorter than 2 GiB: operation=concat, bytes=" + longest + ". Cut it before.");
    }
    NullRows.clear(validity, lengths, n);
    long total = 0;
    for (int i = 0; i < n; i++) {
      total += lengths[i];
    }
    return total;
  }

  private static long append(BytesVec[] parts, int row, int length, long to) {
    if (length == 0) {
      return to;
    }
    long at = to;
    for (BytesVec part : parts) {
      ByteStrings.copy(part.addresses()[row], at, part.lengths()[row]);
      at += part.lengths()[row];
    }
    return at;
  }
}
