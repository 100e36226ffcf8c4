package io.millrace.kernels.group;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Groups by key and their aggregates, kept on the device from batch to batch. Groups live in
 * <b>panes</b>, numbered by any long: the same key in two panes is two groups. A query without
 * windows uses pane 0; event-time windows use one pane for each aligned bucket of time, batch-time
 * windows one for each batch. How panes are laid out (a table for each, or the pane as a leading
 * key) is the backend's to choose.
 *
 * <p>Keys: nulls form one group, NaN equals NaN, -0.0 equals 0.0, text and binary are equal by
 * bytes.
 *
 * <p>A table of a {@link GramSpec} holds a matrix for each pane instead, and says there what its
 * batches hold.
 *
 * <p>Life: writers update, on many workers at the same time, until {@link #seal()}; then the
 * query's thread reads, merges and evicts until the first update of the next batch. Methods other
 * than {@link #writer} see sealed state and are called by one thread, outside of {@link
 * io.millrace.kernels.Backend#forEach}.
 *
 * <p>Errors: more groups than a table can hold are a {@link io.millrace.error.DataException};
 * memory that does not suffice is thrown as the allocator or the device does. After either the
 * table can only be closed. A breach of this contract is an {@link
 * io.millrace.error.InternalException} where it is noticed.
 */
public interface GroupTable extends AutoCloseable {
  /** What is grouped and computed. */
  TableSpec spec();

  /** The writer of a context's worker; the same one at each call. May be called on any worker. */
  GroupWriter writer(KernelContext context);

  /** Takes in all that the writers were given. Blocks. May use the backend's workers. */
  void seal();

  /** The panes that hold a group, ascending. */
  long[] panes();

  /** Groups in all panes. */
  long groups();

  /** Bytes that the table holds, wherever. */
  long bytes();

  /**
   * Keys and finished aggregates of a pane's groups, each group once, in no particular order; split
   * into batches as the backend likes. With no key columns and no row there is no group. Blocks.
   * The caller closes the batches.
   */
  List<Batch> result(long pane);

  /**
   * As {@link #result(long)}, for groups that an update, merge or deduct has touched since {@link
   * #clearTouched()}.
   */
  List<Batch> touched(long pane);

  /** Forgets which groups were touched, in all panes. */
  void clearTouched();

  /**
   * As {@link #result(long)} over several panes taken together: equal keys are merged, the panes
   * stay as they are. Panes that do not exist are empty.
   */
  List<Batch> merged(long[] panes);

  /** Merges the groups of one pane into another, which may be new; {@code from} stays as it is. */
  void merge(long from, long into);

  /**
   * Takes the groups of one pane out of another that had them merged in; groups left without a row
   * are removed. Only if every aggregate {@link AggregateFunction#deducts()}, and one is {@code
   * COUNT_ALL}.
   */
  void deduct(long pane, long from);

  /** Forgets a pane. */
  void evict(long pane);

  /**
   * The schema of exported state: the keys, then for each aggregate its state columns, named {@code
   * <name>#<part>}. The same on all backends, so that state can move between them; {@code
   * docs/state.md} lists the parts.
   */
  Schema stateSchema();

  /** A pane's groups as Arrow, aggregates unfinished. Blocks. The caller closes the batches. */
  List<Batch> exportState(long pane);

  /**
   * Merges exported state, or partial aggregates made elsewhere, into a pane. The caller closes the
   * batch.
   *
   * @param state columns as {@link #stateSchema()} has them, by type and order; names are not
   *     looked at
   * @throws io.millrace.error.DataException if the columns are others, or a value is none of a
   *     state's
   */
  void importState(long pane, Batch state);

  /** Gives back all memory. */
  @Override
  void close();
}
