package io.millrace.kernels.cpu.build;

import io.millrace.kernels.cpu.text.ByteStrings;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Collects text and binary. */
final class BytesColumnBuilder extends ColumnBuilder {
  BytesColumnBuilder(DataType type, BufferAllocator allocator) {
    super(type, allocator);
  }

  @Override
  void appendValues(CpuVec vec, int rows) {
    BytesVec text = (BytesVec) vec;
    int n = text.length();
    DataType type = buffers().type();
    long bytes = buffers().textBytes();
    long added = sum(text.lengths(), n);
    BuiltSchema.requireOffsets(type, bytes + added);
    long to = buffers().data().reserve(bytes, bytes + added) + bytes;
    copy(text.addresses(), text.lengths(), to, n);
    int width = type.kind().width();
    long used = rows == 0 ? 0 : (rows + 1L) * width;
    long first =
        buffers().offsets().reserve(used, (rows + (long) n + 1) * width) + (long) rows * width;
    if (width == Integer.BYTES) {
      offsets32(text.lengths(), first, (int) bytes, n);
    } else {
      offsets64(text.lengths(), first, bytes, n);
    }
    buffers().addTextBytes(added);
  }

  private static long sum(int[] lengths, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += lengths[i];
    }
    return sum;
  }

  /** Values that lie one behind the other are copied together. */
  private static void copy(long[] addresses, int[] lengths, long to, int n) {
    long run = 0;
    long end = 0;
    long at = to;
    for (int i = 0; i < n; i++) {
      int length = lengths[i];
      if (length > 0 && addresses[i] != end) {
        at = flush(run, end, at);
        run = addresses[i];
        end = run;
      }
      end += length;
    }
    flush(run, end, at);
  }

  private static long flush(long run, long end, long at) {
    long length = end - run;
    if (length <= 64) {
      ByteStrings.copy(run, at, (int) length);
    } else {
      Raw.copy(run, at, length);
    }
    return at + length;
  }

  private static void offsets32(int[] lengths, long to, int first, int n) {
    int offset = first;
    Raw.putInt(to, offset);
    for (int i = 0; i < n; i++) {
      offset += lengths[i];
      Raw.putInt(to + 4L * i + 4, offset);
    }
  }

  private static void offsets64(int[] lengths, long to, long first, int n) {
    long offset = first;
    Raw.putLong(to, offset);
    for (int i = 0; i < n; i++) {
      offset += lengths[i];
      Raw.putLong(to + 8L * i + 8, offset);
    }
  }
}
