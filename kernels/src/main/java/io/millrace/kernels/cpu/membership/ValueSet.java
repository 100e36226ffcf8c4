package io.millrace.kernels.cpu.membership;

import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The values of an IN list, prepared once. Doubles are kept by bits that are equal where the
 * doubles are.
 */
final class ValueSet implements AutoCloseable {
  private final boolean holdsNull;
  private final boolean holdsTrue;
  private final boolean holdsFalse;
  private final LongSet longs;
  private final BytesSet bytes;

  ValueSet(List<Object> values, BufferAllocator allocator) {
    this.holdsNull = values.stream().anyMatch(Objects::isNull);
    this.holdsTrue = values.contains(true);
    this.holdsFalse = values.contains(false);
    this.longs = new LongSet(values.size());
    List<byte[]> strings = new ArrayList<>();
    for (Object value : values) {
      switch (value) {
        case Long number -> longs.add(number);
        case Double number -> longs.add(bits(number));
        case byte[] string -> strings.add(string);
        case null, default -> {}
      }
    }
    this.bytes = new BytesSet(strings, allocator);
  }

  /** One NaN, one zero. */
  private static long bits(double value) {
    return Double.doubleToLongBits(value + 0.0);
  }

  BoolVec contains(Scratch scratch, CpuVec a) {
    int n = a.length();
    long[] bits = scratch.words(n);
    switch (a) {
      case LongVec vec -> find(vec.values(), bits, n);
      case DoubleVec vec -> find(vec.values(), bits, n);
      case BytesVec vec -> find(vec.addresses(), vec.lengths(), bits, n);
      case BoolVec vec -> findBooleans(vec.bits(), bits, n);
    }
    return new BoolVec(
        n, bits, holdsNull ? Words.both(scratch, a.validity(), bits, n) : a.validity());
  }

  private void find(long[] values, long[] bits, int n) {
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        word |= (longs.contains(values[i]) ? 1L : 0L) << i;
      }
      bits[from >> 6] = word;
    }
  }

  private void find(double[] values, long[] bits, int n) {
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        word |= (longs.contains(bits(values[i])) ? 1L : 0L) << i;
      }
      bits[from >> 6] = word;
    }
  }

  private void find(long[] addresses, int[] lengths, long[] bits, int n) {
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        word |= (bytes.contains(addresses[i], lengths[i]) ? 1L : 0L) << i;
      }
      bits[from >> 6] = word;
    }
  }

  private void findBooleans(long[] values, long[] bits, int n) {
    long trueFound = holdsTrue ? -1L : 0L;
    long falseFound = holdsFalse ? -1L : 0L;
    for (int w = 0; w < Words.length(n); w++) {
      bits[w] = (values[w] & trueFound) | (~values[w] & falseFound);
    }
  }

  @Override
  public void close() {
    bytes.close();
  }
}
