package io.millrace.placement;

import io.millrace.error.DeviceException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.TableSpec;
import io.millrace.plan.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend of a query as its operators see it: one of several, the same one throughout a batch.
 * Between batches the {@link Placer} may choose another one; then group tables move by export and
 * import.
 *
 * <p>Where the last of the backends does not run, it stands by for the others: once a batch is
 * computed the groups are kept on the host, and {@link #recover} begins anew from there.
 *
 * <p>Owns the backends. For the query's thread, as {@link Backend} says.
 */
public final class PlacedBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(PlacedBackend.class);

  /** A batch that does not fit a device is cut in two so many times before it goes elsewhere. */
  private static final int MOST_CUTS = 4;

  private final List<Backend> backends;
  private final Placer placer;
  private final String asked;
  private final List<MovableTable> tables = new ArrayList<>();
  private final StagedAhead ahead = new StagedAhead();
  private final ValueErrors[] errors;
  private Backend active;

  /** The device that the batch will run on, while it runs on another one. */
  private Backend shadowed;

  private String lost;
  private int cuts;
  private int partRows = Integer.MAX_VALUE;
  private long rows;

  /**
   * Backends of one query.
   *
   * @param backends the one that is asked for first, the one that stands by last; taken over
   * @param placer chooses between the two, or null if the first runs as long as it can
   * @param asked why there is no choice, for people; null with a placer
   */
  public PlacedBackend(List<Backend> backends, Placer placer, String asked) {
    this.backends = List.copyOf(backends);
    this.placer = placer;
    this.asked = asked;
    this.errors = new ValueErrors[backends.size()];
    Arrays.fill(errors, ValueErrors.NONE);
    this.active = placer == null ? backends.getFirst() : backends.getLast();
  }

  /** Where the batch in hand runs, and why. */
  public Placement placement() {
    if (lost != null) {
      return new Placement(active.name(), lost);
    }
    return new Placement(active.name(), placer == null ? asked : placer.reason(rows));
  }

  /** A batch of so many rows begins: chooses where it runs, and moves the groups there. */
  public void begin(long batchRows) {
    rows = batchRows;
    cuts = 0;
    partRows = Integer.MAX_VALUE;
    if (placer == null || lost != null) {
      return;
    }
    Backend chosen = backends.get(placer.place(batchRows));
    if (chosen != active) {
      LOG.info(
          "Operators move: from={}, to={}, {}.",
          active.name(),
          chosen.name(),
          placement().reason());
      if (active == standby()) {
        keepGroups();
      }
      active = chosen;
      restore();
    }
  }

  /**
   * All tables begin anew from their checkpoints; where the device fails even at that, on the one
   * that stands by. There, no checkpoint is needed any more.
   */
  private void restore() {
    while (active != standby()) {
      try {
        tables.forEach(table -> table.restore(active));
        return;
      } catch (DeviceException e) {
        giveUp(e);
      }
    }
    tables.forEach(table -> table.restore(active));
    tables.forEach(MovableTable::forget);
  }

  /** Whether a batch can be run on another device beside the one that it runs on. */
  public boolean hasShadow() {
    return backends.size() > 1 && lost == null;
  }

  /**
   * What follows runs on another device than the batch will, from the same groups, up to {@link
   * #endShadow}.
   */
  public void beginShadow() {
    shadowed = active;
    if (active == standby()) {
      keepGroups();
      active = backends.getFirst();
    } else {
      // Its groups are kept as they were after the batch before: nothing is asked of a device that
      // may have been lost since.
      active = standby();
    }
    tables.forEach(table -> table.restore(active));
  }

  /** Makes the groups, as they are, the checkpoint of all tables. */
  private void keepGroups() {
    tables.forEach(MovableTable::export);
    tables.forEach(MovableTable::keep);
  }

  /** Back to where the batch runs, and to the groups as they were. */
  public void endShadow() {
    active = shadowed;
    shadowed = null;
    restore();
  }

  /** The device that a batch was run on for comparison has failed: it is not used any more. */
  public void shadowFailed(DeviceException failure) {
    LOG.warn("A device failed in a comparison and is not used any more.", failure);
    lost = backends.getFirst().name() + " failed in a comparison: " + firstSentence(failure);
  }

  /** All of the batch is computed: keeps its groups, to begin from if the next batch fails. */
  public void checkpoint() {
    if (active != standby() && shadowed == null) {
      keepGroups();
    }
  }

  /** The batch is done and took so long: learns from it. */
  public void end(long nanos) {
    if (placer != null && lost == null) {
      placer.observe(rows, nanos);
    }
  }

  private Backend standby() {
    return backends.getLast();
  }

  /**
   * The rows of a batch that are staged together: all, unless the device ran out of memory in this
   * batch.
   */
  public int partRows() {
    return partRows;
  }

  /**
   * Prepares to run the batch in hand again after a device failed: the groups are as they were
   * before it. After a lack of memory, in smaller parts on the same device, and at last on the one
   * that stands by; after the loss of the device there, for good.
   *
   * @return false if nothing else can be tried
   */
  public boolean recover(DeviceException failure) {
    if (active == standby()) {
      return false;
    }
    ahead.close();
    long half = Math.min(rows, partRows) / 2;
    if (failure.recoverable() && cuts < MOST_CUTS && half >= 1) {
      cuts++;
      partRows = (int) half;
      LOG.warn(
          "A device ran out of memory; the batch is run again in parts: device={}, rows={}, part"
              + " rows={}, error={}",
          active.name(),
          rows,
          partRows,
          failure.getMessage());
    } else {
      giveUp(failure);
    }
    restore();
    return true;
  }

  /** The device that stands by takes over for good. */
  private void giveUp(DeviceException failure) {
    LOG.warn(
        "A device failed; operators go on elsewhere: device={}, instead={}, error={}",
        active.name(),
        standby().name(),
        failure.getMessage());
    lost =
        active.name()
            + (failure.recoverable() ? " ran out of memory" : " was lost")
            + ": "
            + firstSentence(failure);
    active = standby();
    partRows = Integer.MAX_VALUE;
  }

  private static String firstSentence(DeviceException failure) {
    String text = failure.getMessage();
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end);
  }

  @Override
  public String name() {
    return active.name();
  }

  /** The most workers that any of the backends has. */
  @Override
  public int workers() {
    return backends.stream().mapToInt(Backend::workers).max().orElseThrow();
  }

  @Override
  public int chunkRows() {
    return active.chunkRows();
  }

  @Override
  public void forEach(int tasks, Task task) {
    active.forEach(tasks, task);
  }

  /** Runs tasks that need no device, wherever the batch in hand runs. */
  public void forEachOnHost(int tasks, IntConsumer task) {
    standby().forEach(tasks, (_, number) -> task.accept(number));
  }

  @Override
  public boolean stagesAhead() {
    return active.stagesAhead();
  }

  /**
   * Begins to bring columns of a coming batch to the device that runs this one, where it will
   * likely run, too. {@link #stage} of the batch, with the same columns, then gives what was
   * staged; {@link #releaseAhead} gives it back where nobody asked.
   */
  public void stageAhead(Batch batch, int... columns) {
    ahead.stage(active, batch, columns);
  }

  /** Before a batch that may have been staged ahead is closed. */
  public void releaseAhead(Batch batch) {
    ahead.release(batch);
  }

  @Override
  public StagedBatch stage(Batch batch, int... columns) {
    StagedBatch staged = ahead.take(active, batch);
    return staged == null ? active.stage(batch, columns) : staged;
  }

  @Override
  public long bytesGathered() {
    return backends.stream().mapToLong(Backend::bytesGathered).sum();
  }

  @Override
  public BatchBuilder newBuilder(Schema schema, BufferAllocator allocator) {
    return backends.size() == 1
        ? active.newBuilder(schema, allocator)
        : new MovableBuilder(() -> active.newBuilder(schema, allocator));
  }

  @Override
  public GroupTable newGroupTable(TableSpec spec, BufferAllocator allocator) {
    if (backends.size() == 1) {
      return active.newGroupTable(spec, allocator);
    }
    MovableTable table = new MovableTable(active, spec, allocator, tables::remove);
    tables.add(table);
    return table;
  }

  @Override
  public ValueErrors valueErrors() {
    ValueErrors sum = ValueErrors.NONE;
    for (int i = 0; i < errors.length; i++) {
      errors[i] = valueErrors(backends.get(i), errors[i]);
      sum = sum.plus(errors[i]);
    }
    return sum;
  }

  /** A device that nothing runs on may fail; it has counted no more since it was asked before. */
  private ValueErrors valueErrors(Backend backend, ValueErrors before) {
    try {
      return backend.valueErrors();
    } catch (DeviceException e) {
      if (backend == active) {
        throw e;
      }
      return before;
    }
  }

  @Override
  public void close() {
    ahead.close();
    backends.reversed().forEach(Backend::close);
  }
}
