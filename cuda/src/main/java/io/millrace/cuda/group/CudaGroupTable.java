package io.millrace.cuda.group;

import io.millrace.cuda.build.DeviceBatchBuilder;
import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.load.ColumnLoader;
import io.millrace.cuda.load.CudaStagedBatch;
import io.millrace.cuda.load.Staging;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.group.aggregate.StateParts;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.GroupWriter;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A group table on the device. Only what leaves it comes down; {@code docs/gpu.md} says how it
 * works.
 *
 * <p>Methods other than the writer's take the device's scratch memory back when they are done,
 * since no vector lives outside of {@link io.millrace.kernels.Backend#forEach}.
 */
public final class CudaGroupTable implements GroupTable {
  /** Groups of a batch that leaves. */
  private static final int BATCH = 1 << 20;

  private final CudaDevice device;
  private final GroupSpec spec;
  private final BufferAllocator allocator;
  private final Schema stateSchema;
  private final DeviceGroups groups;
  private final GroupWriter writer = this::update;
  private final Set<Long> evicted = new TreeSet<>();
  private boolean emptied;

  /** An empty table; batches come from {@code allocator}. */
  public CudaGroupTable(CudaDevice device, GroupSpec spec, BufferAllocator allocator) {
    this.device = device;
    this.spec = spec;
    this.allocator = allocator;
    this.stateSchema = stateSchema(spec);
    this.groups = new DeviceGroups(device, spec);
  }

  private static Schema stateSchema(GroupSpec spec) {
    List<Field> fields = new ArrayList<>();
    spec.keys().forEach(key -> fields.add(key.type().field(key.name())));
    spec.aggregates().forEach(aggregate -> fields.addAll(StateParts.of(aggregate)));
    return new Schema(fields);
  }

  @Override
  public GroupSpec spec() {
    return spec;
  }

  @Override
  public GroupWriter writer(KernelContext context) {
    return writer;
  }

  private void update(Vec panes, Vec[] keys, Vec[] inputs, int rows, long sequence) {
    settle();
    groups.update((DeviceVec) panes, ours(keys), ours(inputs), rows, sequence);
  }

  private static DeviceVec[] ours(Vec[] vecs) {
    return Arrays.copyOf(vecs, vecs.length, DeviceVec[].class);
  }

  /** Removes what was evicted, and the groups that deducting has emptied, all at once. */
  private void settle() {
    device.bind();
    if (emptied || !evicted.isEmpty()) {
      groups.drop(evicted, emptied);
      evicted.clear();
      emptied = false;
    }
  }

  @Override
  public void seal() {
    device.bind();
    device.downloads().await();
  }

  @Override
  public long[] panes() {
    return outside(() -> PaneNumbers.of(device, groups));
  }

  @Override
  public long groups() {
    return outside(groups::count);
  }

  @Override
  public long bytes() {
    return outside(groups::bytes);
  }

  /** Work on sealed state. */
  private <T> T outside(Supplier<T> work) {
    settle();
    try {
      return work.get();
    } finally {
      device.scratch().reset();
    }
  }

  private void change(Runnable work) {
    outside(
        () -> {
          work.run();
          return null;
        });
  }

  @Override
  public List<Batch> result(long pane) {
    return outside(() -> write(spec.resultSchema(), groups.list(pane, false), groups::finish));
  }

  @Override
  public List<Batch> touched(long pane) {
    return outside(() -> write(spec.resultSchema(), groups.list(pane, true), groups::finish));
  }

  private List<Batch> write(
      Schema schema, GroupList list, Function<GroupList, List<DeviceVec>> columns) {
    List<Batch> batches = new ArrayList<>();
    try (var builder = new DeviceBatchBuilder(device, schema, allocator)) {
      for (int from = 0; from < list.count(); from += BATCH) {
        GroupList part = list.slice(from, Math.min(BATCH, list.count() - from));
        List<Vec> vecs = new ArrayList<>(groups.keys(part));
        vecs.addAll(columns.apply(part));
        builder.append(null, vecs.toArray(Vec[]::new));
        batches.add(builder.build());
      }
      return batches;
    } catch (RuntimeException | Error e) {
      batches.forEach(Batch::close);
      throw e;
    }
  }

  @Override
  public void clearTouched() {
    change(groups::clearTouched);
  }

  @Override
  public List<Batch> merged(long[] panes) {
    long[] distinct = Arrays.stream(panes).distinct().toArray();
    if (distinct.length == 1) {
      return result(distinct[0]);
    }
    try (var together = new CudaGroupTable(device, spec, allocator)) {
      change(
          () -> {
            for (long pane : distinct) {
              move(pane, together.groups, 0, 1);
            }
          });
      return together.result(0);
    }
  }

  @Override
  public void merge(long from, long into) {
    change(() -> moveToOther(from, into, 1));
  }

  @Override
  public void deduct(long pane, long from) {
    requireDeductible();
    change(() -> emptied |= moveToOther(pane, from, -1));
  }

  private void requireDeductible() {
    boolean counts = false;
    for (Aggregate aggregate : spec.aggregates()) {
      counts |= aggregate.function() == AggregateFunction.COUNT_ALL;
      if (!aggregate.function().deducts()) {
        throw new InternalException(
            "Only aggregates that can be undone are deducted: aggregate=" + aggregate + ".");
      }
    }
    if (!counts) {
      throw new InternalException(
          "A table that deducts must count all rows: aggregates=" + spec.aggregates() + ".");
    }
  }

  private boolean moveToOther(long from, long into, int sign) {
    if (groups.list(from, false).count() == 0) {
      return false;
    }
    if (from == into) {
      throw new InternalException(
          "A pane is merged into or deducted from another: pane=" + from + ".");
    }
    move(from, groups, into, sign);
    return true;
  }

  /** A pane's groups into a pane of the same or another table, or out of it. */
  private void move(long from, DeviceGroups to, long into, int sign) {
    GroupList list = groups.list(from, false);
    for (int at = 0; at < list.count(); at += BATCH) {
      // Gathered anew for each part: what was gathered before may lie where groups were moved from.
      GroupList part = list.slice(at, Math.min(BATCH, list.count() - at));
      DeviceVec[] keys = groups.keys(part).toArray(DeviceVec[]::new);
      to.absorb(into, keys, groups.parts(part), part.count(), sign);
    }
  }

  @Override
  public void evict(long pane) {
    evicted.add(pane);
  }

  @Override
  public Schema stateSchema() {
    return stateSchema;
  }

  @Override
  public List<Batch> exportState(long pane) {
    return outside(() -> write(stateSchema, groups.list(pane, false), groups::parts));
  }

  @Override
  public void importState(long pane, Batch state) {
    requireSchema(state);
    change(() -> absorb(pane, state));
  }

  private void requireSchema(Batch state) {
    List<DataType> expected = stateSchema.getFields().stream().map(DataType::of).toList();
    List<DataType> types = state.columns().stream().map(column -> column.type()).toList();
    if (!types.equals(expected)) {
      throw new DataException(
          "Imported state must have the columns of the table's stateSchema(): expected="
              + stateSchema
              + ", found="
              + state.schema()
              + ". Import state of a table with the same keys and aggregates.");
    }
  }

  private void absorb(long pane, Batch state) {
    int columns = state.columns().size();
    ColumnLoader loader = new ColumnLoader(device);
    try (CudaStagedBatch staged =
        Staging.stage(device, state, IntStream.range(0, columns).toArray())) {
      for (int from = 0; from < state.rows(); from += BATCH) {
        int rows = Math.min(BATCH, state.rows() - from);
        List<DeviceVec> vecs = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
          vecs.add(loader.load(staged, column, from, rows));
        }
        // What does not fit is refused before anything of it is taken in.
        device.tally().await();
        List<DeviceVec> keys = vecs.subList(0, spec.keys().size());
        List<DeviceVec> parts = vecs.subList(spec.keys().size(), columns);
        groups.check(parts);
        groups.absorb(pane, keys.toArray(DeviceVec[]::new), parts, rows, 1);
      }
    }
  }

  @Override
  public void close() {
    groups.close();
  }
}
