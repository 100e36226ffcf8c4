package io.millrace.cuda.host;

import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.group.ForwardingGroupTable;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.GroupWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A group table that stays on the CPU, fed from the device: rows come down chunk by chunk. */
public final class HostGroupTable extends ForwardingGroupTable {
  private final HostKernels host;
  private final GroupTable table;
  private final GroupWriter writer = this::update;

  /** An empty table. */
  public HostGroupTable(HostKernels host, GroupSpec spec, BufferAllocator allocator) {
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
    List<DeviceVec> operands = new ArrayList<>();
    add(operands, panes);
    for (Vec key : keys) {
      add(operands, key);
    }
    for (Vec input : inputs) {
      add(operands, input);
    }
    host.run(
        operands.toArray(DeviceVec[]::new),
        (context, landed) -> {
          int[] next = {0};
          Vec hostPanes = panes == null ? null : landed[next[0]++];
          Vec[] hostKeys = of(keys, landed, next);
          Vec[] hostInputs = of(inputs, landed, next);
          table.writer(context).update(hostPanes, hostKeys, hostInputs, rows, sequence);
          return null;
        });
  }

  private static void add(List<DeviceVec> operands, Vec vec) {
    if (vec != null) {
      operands.add((DeviceVec) vec);
    }
  }

  private static Vec[] of(Vec[] vecs, CpuVec[] landed, int[] next) {
    Vec[] result = new Vec[vecs.length];
    for (int i = 0; i < vecs.length; i++) {
      result[i] = vecs[i] == null ? null : landed[next[0]++];
    }
    return result;
  }
}
