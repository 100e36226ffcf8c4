package io.millrace.kernels.cpu.group;

import io.millrace.kernels.Vec;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoder;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.key.KeyChunk;
import io.millrace.kernels.cpu.group.scatter.RowReader;
import io.millrace.kernels.cpu.group.scatter.Scatter;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupWriter;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One worker's writer. Each batch begins in the worker's own table; once that holds too many keys
 * to stay in cache, the worker's further rows are scattered to the partitions of their panes.
 */
final class CpuGroupWriter implements GroupWriter, AutoCloseable {
  /** An odd part of a power of two: worker numbers spread over the partitions. */
  private static final int DRAIN_DISTANCE = 97;

  private final Tuning tuning;
  private final Panes panes;
  private final Scratch scratch;
  private final LocalGroups local;
  private final Scatter scatter;
  private final PaneSplit split = new PaneSplit();
  private final RowReader reader = new RowReader(this::group);
  private final Encoder[] encoders;
  private final boolean needsSequence;
  private long[] sequences = new long[0];
  private final Skew skew = new Skew();
  private final int worker;
  private boolean scattering;
  private long drainAt;
  private Pane drained;
  private int drainedPartition;

  CpuGroupWriter(
      GroupSpec spec,
      int worker,
      Panes panes,
      Scratch scratch,
      BufferAllocator allocator,
      Tuning tuning) {
    this.tuning = tuning;
    this.worker = worker;
    this.drainAt = tuning.scatterBytes();
    this.panes = panes;
    this.scratch = scratch;
    this.local = new LocalGroups(spec, allocator);
    Encoding[] encodings = local.states().inputs();
    this.needsSequence = local.states().needsSequence();
    this.encoders = Arrays.stream(encodings).map(Encoder::new).toArray(Encoder[]::new);
    List<DataType> inputs = new ArrayList<>();
    spec.aggregates().forEach(aggregate -> inputs.add(aggregate.input()));
    this.scatter =
        new Scatter(
            spec.keys().stream().map(GroupSpec.Key::type).toList(),
            inputs,
            encodings,
            needsSequence,
            tuning.partitionBits(),
            tuning.blockBytes(),
            allocator);
  }

  @Override
  public void update(Vec rowPanes, Vec[] keys, Vec[] inputs, int rows, long sequence) {
    if (rows == 0) {
      return;
    }
    CpuVec[] keyVecs = Arrays.copyOf(keys, keys.length, CpuVec[].class);
    KeyChunk chunk = scratch.keys.of(keyVecs, rows);
    Cells[] cells = encode(inputs);
    long[] places = needsSequence ? sequences(sequence, rows) : null;
    LongVec panesOfRows = (LongVec) rowPanes;
    boolean one = rowPanes == null || panesOfRows.isConstant();
    long[] numbers = one ? null : panesOfRows.values();
    long pane = rowPanes == null ? 0 : one ? panesOfRows.constant() : numbers[0];
    if (numbers != null && PaneSplit.isUniform(numbers, rows)) {
      numbers = null;
    }
    if (scattering) {
      scatter(pane, numbers, chunk, cells, places);
    } else {
      aggregate(pane, numbers, chunk, cells, places);
    }
  }

  private Cells[] encode(Vec[] inputs) {
    Cells[] cells = new Cells[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      cells[i] = inputs[i] == null ? null : encoders[i].encode((CpuVec) inputs[i]);
    }
    return cells;
  }

  private long[] sequences(long first, int rows) {
    if (sequences.length < rows) {
      sequences = new long[Math.max(rows, Cells.CHUNK)];
    }
    for (int i = 0; i < rows; i++) {
      sequences[i] = first + i;
    }
    return sequences;
  }

  private void aggregate(long pane, long[] numbers, KeyChunk chunk, Cells[] inputs, long[] places) {
    local.update(pane, numbers, chunk, inputs, places, scratch);
    if (local.keys() > tuning.localGroups()) {
      scattering = true;
    } else if (local.entries() > tuning.localEntries()) {
      local.flush(panes, scratch);
    }
  }

  private void scatter(long pane, long[] numbers, KeyChunk chunk, Cells[] inputs, long[] places) {
    Cells[] columns = Arrays.copyOf(chunk.columns(), chunk.columns().length + inputs.length);
    System.arraycopy(inputs, 0, columns, chunk.columns().length, inputs.length);
    if (numbers == null) {
      int known = skew.pays() ? local.updateKnown(pane, chunk, inputs, places, scratch) : -1;
      if (known >= 0) {
        skew.observe(chunk.rows(), known);
        scatter.append(pane, columns, chunk, places, chunk.missed(), known);
      } else {
        scatter.append(pane, columns, chunk, places, null, chunk.rows());
      }
    } else {
      split.split(
          numbers,
          chunk.rows(),
          (number, rows, count) -> scatter.append(number, columns, chunk, places, rows, count));
    }
    if (scatter.rowBytes() > drainAt || scatter.pending() > tuning.scatterLimit()) {
      drainAll();
    }
  }

  private void drainAll() {
    long groupBytes = 0;
    for (long number : scatter.panes()) {
      Pane pane = panes.getOrCreate(number);
      // each worker begins elsewhere, so that two that drain at the same time seldom meet
      for (int i = 0; i < tuning.partitions(); i++) {
        drain(scatter, pane, number, (i + worker * DRAIN_DISTANCE) & (tuning.partitions() - 1));
      }
      groupBytes += pane.bytes();
    }
    scatter.reset();
    drainAt = Math.max(tuning.scatterBytes(), groupBytes);
  }

  /**
   * Groups the rows that a writer has scattered to a partition. Uses this writer's scratch memory.
   */
  void drain(Scatter from, Pane pane, long number, int partition) {
    drained = pane;
    drainedPartition = partition;
    from.drain(number, partition, reader);
  }

  private void group(Cells[] keys, Cells[] inputs, long[] hashes, long[] places, int rows) {
    KeyChunk chunk = scratch.keys.of(keys, rows, hashes);
    drained.partition(drainedPartition).update(chunk, inputs, places, scratch);
  }

  Scatter scattered() {
    return scatter;
  }

  /** Merges this worker's own table into the panes. */
  void flushLocal() {
    local.flush(panes, scratch);
    scattering = false;
    skew.reset();
  }

  long bytes() {
    return local.bytes() + scatter.bytes() + scratch.bytes() + sequences.length * 8L;
  }

  @Override
  public void close() {
    local.close();
    scatter.close();
  }
}
