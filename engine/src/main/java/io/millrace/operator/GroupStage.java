package io.millrace.operator;

import io.millrace.expr.Bound;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import io.millrace.plan.Node;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Computes keys and inputs and puts rows into one pane of a group table: that of the batch in hand.
 */
final class GroupStage implements Stage {
  private final Node.Group node;
  private final GroupTable table;
  private final LongSupplier pane;
  private final BitSet needs;

  GroupStage(Node.Group node, GroupTable table, LongSupplier pane) {
    this.node = node;
    this.table = table;
    this.pane = pane;
    this.needs = needs(node);
  }

  /** The columns that keys and inputs read. */
  static BitSet needs(Node.Group node) {
    BitSet needs = new BitSet();
    node.keys().forEach(key -> key.columns(needs));
    node.values().stream().filter(Objects::nonNull).forEach(value -> value.columns(needs));
    return needs;
  }

  @Override
  public BitSet needs() {
    return needs;
  }

  @Override
  public void push(KernelContext kernels, Frame frame) {
    long number = pane.getAsLong();
    Vec panes = number == 0 ? null : kernels.literal(DataType.INT64, number, frame.length());
    update(kernels, frame, node, table, panes);
  }

  /** Puts the rows of a frame into their panes; null panes mean pane 0. */
  static void update(
      KernelContext kernels, Frame frame, Node.Group node, GroupTable table, Vec panes) {
    Vec[] keys = evaluate(kernels, frame, node.keys());
    Vec[] inputs = evaluate(kernels, frame, node.values());
    table.writer(kernels).update(panes, keys, inputs, frame.length(), frame.sequence());
  }

  private static Vec[] evaluate(KernelContext kernels, Frame frame, List<Bound> expressions) {
    Vec[] values = new Vec[expressions.size()];
    for (int i = 0; i < values.length; i++) {
      Bound expression = expressions.get(i);
      values[i] =
          expression == null ? null : expression.evaluate(kernels, frame.columns(), frame.length());
    }
    return values;
  }
}
