package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;

/**
 * The states of one aggregate for all groups of a table, by group number. A group that was reserved
 * and not yet updated has the state of no input. Used by one thread at a time.
 */
public abstract class Accumulator implements AutoCloseable {
  /** The form in which the input is taken. */
  public abstract Encoding input();

  /** Makes room for so many groups, new ones empty. */
  public abstract void reserve(int groups);

  /**
   * Told before rows with nulls are taken in for the first time.
   *
   * @param groups how many groups there are before these rows
   * @param presence non-zero for those of them that have rows; null if all have
   */
  public void admitNulls(int groups, byte[] presence) {}

  /** Told before another's states are merged in, with the groups there are before that. */
  public void admitNullsOf(Accumulator other, int groups) {}

  /**
   * Takes in rows.
   *
   * @param groups each row's group
   * @param input in the form of {@link #input}; null if there is none
   * @param sequences each row's place in the stream; null unless the aggregate asked for it
   */
  public abstract void update(int[] groups, int rows, Cells input, long[] sequences);

  /**
   * Merges states of {@code from}, an accumulator of the same class: {@code source[i]} into {@code
   * target[i]}.
   */
  public abstract void merge(Accumulator from, int[] source, int[] target, int count);

  /** Takes states of {@code from} out of those that they were merged into. */
  public void deduct(Accumulator from, int[] source, int[] target, int count) {
    throw new InternalException(
        "Only aggregates that deduct are asked to: aggregate=" + getClass() + ".");
  }

  /** Whether rows must carry their sequence. */
  public boolean needsSequence() {
    return false;
  }

  /** Makes the first {@code groups} states empty. */
  public abstract void clear(int groups);

  /** Makes one state empty. */
  public abstract void clearGroup(int group);

  /**
   * Reads one state column of the groups listed from {@code at}; parts are numbered as {@link
   * StateParts} lists them.
   */
  public abstract void readPart(int part, int[] groups, int at, int count, ValueBuffer to);

  /** Merges state columns, in {@link Encoding#BITS} form. */
  public abstract void importParts(Cells[] parts, int[] groups, int rows);

  /** Told when an import is complete. */
  public void imported(int groups) {}

  /** The finished values of the groups listed from {@code at}. */
  public abstract void finish(int[] groups, int at, int count, ValueBuffer to);

  /** Bytes held, heap and native. */
  public abstract long bytes();

  @Override
  public void close() {}
}
