package io.millrace.kernels.cpu.gram;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.gram.GramTable;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Gram matrices on the CPU: each worker has matrices of its own, which are merged at the seal. */
public final class CpuGramTable extends GramTable {
  private final List<CpuGramWriter> writers = new ArrayList<>();

  /** An empty table for so many workers. */
  public CpuGramTable(GramSpec spec, BufferAllocator allocator, int workers) {
    super(spec, allocator);
    for (int worker = 0; worker < workers; worker++) {
      writers.add(new CpuGramWriter(spec.columns().size()));
    }
  }

  @Override
  public GroupWriter writer(KernelContext context) {
    return writers.get(context.worker());
  }

  @Override
  public void seal() {
    for (CpuGramWriter writer : writers) {
      writer.panes().forEach((number, gram) -> touch(number).merge(gram));
      writer.panes().clear();
    }
  }

  @Override
  public long bytes() {
    long bytes = super.bytes();
    for (CpuGramWriter writer : writers) {
      bytes += writer.bytes();
    }
    return bytes;
  }

  @Override
  public void close() {}
}
