package io.millrace.kernels.group;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** A group table that leaves its work to another one, but for what a subclass changes. */
public abstract class ForwardingGroupTable implements GroupTable {
  /** The table that does the work; may be another one from call to call. */
  protected abstract GroupTable table();

  @Override
  public TableSpec spec() {
    return table().spec();
  }

  @Override
  public GroupWriter writer(KernelContext context) {
    return table().writer(context);
  }

  @Override
  public void seal() {
    table().seal();
  }

  @Override
  public long[] panes() {
    return table().panes();
  }

  @Override
  public long groups() {
    return table().groups();
  }

  @Override
  public long bytes() {
    return table().bytes();
  }

  @Override
  public List<Batch> result(long pane) {
    return table().result(pane);
  }

  @Override
  public List<Batch> touched(long pane) {
    return table().touched(pane);
  }

  @Override
  public void clearTouched() {
    table().clearTouched();
  }

  @Override
  public List<Batch> merged(long[] panes) {
    return table().merged(panes);
  }

  @Override
  public void merge(long from, long into) {
    table().merge(from, into);
  }

  @Override
  public void deduct(long pane, long from) {
    table().deduct(pane, from);
  }

  @Override
  public void evict(long pane) {
    table().evict(pane);
  }

  @Override
  public Schema stateSchema() {
    return table().stateSchema();
  }

  @Override
  public List<Batch> exportState(long pane) {
    return table().exportState(pane);
  }

  @Override
  public void importState(long pane, Batch state) {
    table().importState(pane, state);
  }

  @Override
  public void close() {
    table().close();
  }
}
