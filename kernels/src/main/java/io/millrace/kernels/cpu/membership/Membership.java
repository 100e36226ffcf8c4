package io.millrace.kernels.cpu.membership;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One worker's IN lists, each prepared when it is first seen and known by its identity from then
 * on.
 */
public final class Membership implements AutoCloseable {
  private final BufferAllocator allocator;
  private final Map<List<Object>, ValueSet> prepared = new IdentityHashMap<>();

  /** None yet; the bytes of text and binary will come from {@code allocator}. */
  public Membership(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /**
   * Whether each value is in the list: null if it is null, or not found and the list holds a null.
   */
  public BoolVec in(Scratch scratch, CpuVec a, List<Object> values) {
    ValueSet set = prepared.get(values);
    if (set == null) {
      set = new ValueSet(values, allocator);
      prepared.put(values, set);
    }
    return set.contains(scratch, a);
  }

  @Override
  public void close() {
    prepared.values().forEach(ValueSet::close);
    prepared.clear();
  }
}
