package io.millrace.kernels.cpu.membership;

import io.millrace.kernels.cpu.text.ByteStrings;
import io.millrace.kernels.memory.Raw;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** A set of byte strings that is built once; its bytes lie in one native buffer. */
final class BytesSet implements AutoCloseable {
  private final ArrowBuf buffer;
  private final long[] addresses;
  private final int[] lengths;
  private final int[] slots;

  BytesSet(List<byte[]> values, BufferAllocator allocator) {
    int bits = Math.max(2, Integer.SIZE - Integer.numberOfLeadingZeros(2 * values.size()));
    this.slots = new int[1 << bits];
    this.addresses = new long[values.size()];
    this.lengths = new int[values.size()];
    this.buffer =
        allocator.buffer(Math.max(8, values.stream().mapToLong(value -> value.length).sum()));
    long to = buffer.memoryAddress();
    for (int i = 0; i < values.size(); i++) {
      byte[] value = values.get(i);
      Raw.copy(value, 0, to, value.length);
      addresses[i] = to;
      lengths[i] = value.length;
      slots[find(to, value.length)] = i + 1;
      to += value.length;
    }
  }

  boolean contains(long address, int length) {
    return slots[find(address, length)] != 0;
  }

  /** The slot of an equal value, or the free one where it would stand. */
  private int find(long address, int length) {
    int mask = slots.length - 1;
    int slot = (int) hash(address, length) & mask;
    while (slots[slot] != 0) {
      int entry = slots[slot] - 1;
      if (lengths[entry] == length && ByteStrings.equal(addresses[entry], address, length)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long hash(long address, int length) {
    long hash = length;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      hash = mix(hash ^ Raw.getLong(address + i));
    }
    return i == length ? mix(hash) : mix(hash ^ ByteStrings.partial(address + i, length - i));
  }

  private static long mix(long value) {
    long product = value * 0x9E3779B97F4A7C15L;
    return product ^ (product >>> 32);
  }

  @Override
  public void close() {
    buffer.close();
  }
}
