package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The states of all aggregates of a table, by group number. Used by one thread at a time; the owner
 * closes it.
 */
public final class AggregateStates implements AutoCloseable {
  private final Accumulator[] accumulators;
  private final Counts rows;

  /** No groups yet. */
  public AggregateStates(List<Aggregate> aggregates, BufferAllocator allocator) {
    this.accumulators = Accumulators.create(aggregates, allocator);
    this.rows = rows(aggregates);
  }

  private Counts rows(List<Aggregate> aggregates) {
    for (int i = 0; i < accumulators.length; i++) {
      if (aggregates.get(i).function() == AggregateFunction.COUNT_ALL) {
        return (Counts) accumulators[i];
      }
    }
    return null;
  }

  /** The groups' rows; null if no aggregate counts them all. */
  public Counts rows() {
    return rows;
  }

  /** The form in which each aggregate takes its input. */
  public Encoding[] inputs() {
    Encoding[] inputs = new Encoding[accumulators.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = accumulators[i].input();
    }
    return inputs;
  }

  /** Whether rows must carry their sequence. */
  public boolean needsSequence() {
    for (Accumulator accumulator : accumulators) {
      if (accumulator.needsSequence()) {
        return true;
      }
    }
    return false;
  }

  /** Makes room for so many groups. */
  public void reserve(int groups) {
    for (Accumulator accumulator : accumulators) {
      accumulator.reserve(groups);
    }
  }

  /**
   * Takes in rows of reserved groups.
   *
   * @param before how many groups there were before these rows
   * @param presence non-zero for those of them that have rows; null if all have
   */
  public void update(
      int[] groups, int count, Cells[] inputs, long[] sequences, int before, byte[] presence) {
    for (int i = 0; i < accumulators.length; i++) {
      if (inputs[i] != null && inputs[i].mayHaveNulls()) {
        accumulators[i].admitNulls(before, presence);
      }
    }
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].update(groups, count, inputs[i], sequences);
    }
  }

  /** Told before states of others are merged in, with the groups there are before that. */
  public void admitNullsOf(AggregateStates from, int before) {
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].admitNullsOf(from.accumulators[i], before);
    }
  }

  /** Merges the state of each source group into its target. */
  public void merge(AggregateStates from, int[] source, int[] target, int count) {
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].merge(from.accumulators[i], source, target, count);
    }
  }

  /** Takes the state of each source group out of its target. */
  public void deduct(AggregateStates from, int[] source, int[] target, int count) {
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].deduct(from.accumulators[i], source, target, count);
    }
  }

  /** Merges state columns, as {@link StateParts} lists them for each aggregate. */
  public void importParts(Cells[][] parts, int[] groups, int count, int before) {
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].admitNulls(before, null);
    }
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].importParts(parts[i], groups, count);
    }
  }

  /** Told when an import is complete. */
  public void imported(int groups) {
    for (Accumulator accumulator : accumulators) {
      accumulator.imported(groups);
    }
  }

  /** Reads a state column. */
  public void readPart(int aggregate, int part, int[] groups, int at, int count, ValueBuffer to) {
    accumulators[aggregate].readPart(part, groups, at, count, to);
  }

  /** Reads the finished values of an aggregate. */
  public void finish(int aggregate, int[] groups, int at, int count, ValueBuffer to) {
    accumulators[aggregate].finish(groups, at, count, to);
  }

  /** Makes the first {@code groups} states empty. */
  public void clear(int groups) {
    for (Accumulator accumulator : accumulators) {
      accumulator.clear(groups);
    }
  }

  /** Makes one group's state empty. */
  public void clearGroup(int group) {
    for (Accumulator accumulator : accumulators) {
      accumulator.clearGroup(group);
    }
  }

  /** Bytes held, heap and native. */
  public long bytes() {
    long bytes = 0;
    for (Accumulator accumulator : accumulators) {
      bytes += accumulator.bytes();
    }
    return bytes;
  }

  @Override
  public void close() {
    for (Accumulator accumulator : accumulators) {
      accumulator.close();
    }
  }
}
