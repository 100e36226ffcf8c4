package io.millrace.operator;

import io.millrace.kernels.Exploded;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.plan.Node;
import java.util.BitSet;
import java.util.function.IntSupplier;

/**
 * Splits a text into parts, a row each, and repeats the kept columns; passes the parts on in
 * chunks.
 */
final class ExplodeStage implements Stage {
  private final Node.Explode node;
  private final Stage next;
  private final IntSupplier chunkRows;
  private final BitSet needs = new BitSet();

  ExplodeStage(Node.Explode node, Stage next, IntSupplier chunkRows) {
    this.node = node;
    this.next = next;
    this.chunkRows = chunkRows;
    node.text().columns(needs);
    for (int i = 0; i < node.kept().size(); i++) {
      if (next.needs().get(i)) {
        needs.set(node.kept().get(i));
      }
    }
  }

  @Override
  public BitSet needs() {
    return needs;
  }

  @Override
  public void push(KernelContext kernels, Frame frame) {
    Vec text = node.text().evaluate(kernels, frame.columns(), frame.length());
    Exploded exploded = kernels.split(text, node.separator());
    int rows = exploded.parts().length();
    if (rows > 0) {
      pushInChunks(kernels, frame, columns(kernels, frame, exploded), rows);
    }
  }

  private Vec[] columns(KernelContext kernels, Frame frame, Exploded exploded) {
    Vec[] columns = new Vec[node.kept().size() + 1];
    for (int i = 0; i < node.kept().size(); i++) {
      if (next.needs().get(i)) {
        columns[i] = kernels.gather(frame.columns()[node.kept().get(i)], exploded.parents());
      }
    }
    columns[columns.length - 1] = exploded.parts();
    return columns;
  }

  private void pushInChunks(KernelContext kernels, Frame frame, Vec[] columns, int rows) {
    int most = chunkRows.getAsInt();
    if (rows <= most) {
      next.push(kernels, frame.with(columns, rows));
      return;
    }
    for (int from = 0; from < rows; from += most) {
      int count = Math.min(most, rows - from);
      Vec[] slice = new Vec[columns.length];
      for (int i = 0; i < columns.length; i++) {
        slice[i] = columns[i] == null ? null : kernels.slice(columns[i], from, count);
      }
      next.push(kernels, new Frame(slice, count, frame.order(), frame.sequence() + from));
    }
  }
}
