package io.millrace.cuda.host;

import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.group.ForwardingGroupTable;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.GroupWriter;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** Gram matrices that are computed on the CPU: the rows' values come down. */
public final class HostGramTable extends ForwardingGroupTable {
  private final HostKernels host;
  private final GroupTable table;
  private final GroupWriter writer = this::update;

  /** An empty table. */
  public HostGramTable(HostKernels host, GramSpec spec, BufferAllocator allocator) {
    this.host = host;
    this.table = host.cpu().newGroupTable(spec, allocator);
  }

  @Override
  protected GroupTable table() {
    return table;
  }

  @Override
  public GroupWriter writer(KernelContext context) {
    return writer;
  }

  private void update(Vec panes, Vec[] keys, Vec[] inputs, int rows, long sequence) {
    int columns = inputs.length;
    DeviceVec[] operands =
        Arrays.copyOf(inputs, panes == null ? columns : columns + 1, DeviceVec[].class);
    if (panes != null) {
      operands[columns] = (DeviceVec) panes;
    }
    host.run(
        operands,
        (context, landed) -> {
          Vec[] values = Arrays.copyOf(landed, columns, Vec[].class);
          Vec numbers = panes == null ? null : landed[columns];
          table.writer(context).update(numbers, keys, values, rows, sequence);
          return null;
        });
  }
}
