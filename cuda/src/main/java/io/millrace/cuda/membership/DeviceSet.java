package io.millrace.cuda.membership;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.memory.DeviceBlock;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The values of an IN list on the device, in one block: numbers ascending, doubles by bits that are
 * equal where the doubles are; then the offsets and the bytes of texts, which ascend too.
 *
 * @param numbers how many numbers there are, at {@link #numbersAt}
 * @param texts how many texts there are
 */
record DeviceSet(
    DeviceBlock block,
    int numbers,
    int texts,
    boolean holdsNull,
    boolean holdsTrue,
    boolean holdsFalse)
    implements AutoCloseable {

  static DeviceSet of(CudaDevice device, List<Object> values) {
    long[] numbers =
        values.stream()
            .filter(value -> value instanceof Long || value instanceof Double)
            .mapToLong(value -> value instanceof Double number ? bits(number) : (Long) value)
            .sorted()
            .toArray();
    List<byte[]> texts =
        values.stream()
            .filter(byte[].class::isInstance)
            .map(byte[].class::cast)
            .sorted(Arrays::compareUnsigned)
            .toList();
    long[] offsets = new long[texts.size() + 1];
    for (int i = 0; i < texts.size(); i++) {
      offsets[i + 1] = offsets[i] + texts.get(i).length;
    }
    DeviceBlock block =
        device
            .heap()
            .take(
                8L * (numbers.length + offsets.length) + offsets[texts.size()],
                at -> upload(device, at, numbers, offsets, texts));
    return new DeviceSet(
        block,
        numbers.length,
        texts.size(),
        values.stream().anyMatch(Objects::isNull),
        values.contains(true),
        values.contains(false));
  }

  private static void upload(
      CudaDevice device, long to, long[] numbers, long[] offsets, List<byte[]> texts) {
    device.uploads().begin(to);
    device.uploads().put(MemorySegment.ofArray(numbers));
    device.uploads().put(MemorySegment.ofArray(offsets));
    texts.forEach(text -> device.uploads().put(MemorySegment.ofArray(text)));
    device.uploads().finish();
  }

  /** One NaN, one zero. */
  private static long bits(double value) {
    return Double.doubleToLongBits(value + 0.0);
  }

  long numbersAt() {
    return block.address();
  }

  long offsetsAt() {
    return block.address() + 8L * numbers;
  }

  long bytesAt() {
    return offsetsAt() + 8L * (texts + 1);
  }

  @Override
  public void close() {
    block.close();
  }
}
