package io.millrace.operator;

import io.millrace.expr.Bound;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** Computes one expression a column; only those columns that are read further on. */
final class ProjectStage implements Stage {
  private final List<Bound> expressions;
  private final Schema schema;
  private final Stage next;
  private final BitSet needs = new BitSet();
  private final boolean onlyColumns;

  ProjectStage(List<Bound> expressions, Schema schema, Stage next) {
    this.expressions = expressions;
    this.schema = schema;
    this.next = next;
    this.onlyColumns = expressions.stream().allMatch(Bound.Ref.class::isInstance);
    next.needs().stream().forEach(i -> expressions.get(i).columns(needs));
  }

  @Override
  public BitSet needs() {
    return needs;
  }

  @Override
  public void push(KernelContext kernels, Frame frame) {
    Vec[] columns = new Vec[expressions.size()];
    BitSet needed = next.needs();
    for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
      columns[i] = expressions.get(i).evaluate(kernels, frame.columns(), frame.length());
    }
    next.push(kernels, frame.with(columns, frame.length()));
  }

  @Override
  public boolean takesWhole() {
    return onlyColumns && next.takesWhole();
  }

  @Override
  public void pushWhole(Batch batch, long order) {
    int[] ordinals =
        expressions.stream().mapToInt(expression -> ((Bound.Ref) expression).ordinal()).toArray();
    try (Batch selected = batch.select(schema, ordinals)) {
      next.pushWhole(selected, order);
    }
  }
}
