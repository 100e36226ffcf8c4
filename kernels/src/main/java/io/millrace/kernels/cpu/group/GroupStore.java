package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.aggregate.AggregateStates;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.key.KeyChunk;
import io.millrace.kernels.cpu.group.key.KeyIndex;
import io.millrace.kernels.group.GroupSpec;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keys and aggregates of one pane, or of one partition of it. Groups are numbered densely. A group
 * whose last row was deducted stays, empty and skipped by all readers, until its key comes again or
 * the pane is evicted.
 *
 * <p>Methods that change it lock it: writers that run out of room group scattered rows at the same
 * time.
 */
final class GroupStore implements AutoCloseable {
  /** Empty groups up to which nobody minds. */
  private static final int FEW_EMPTY = 1024;

  private final GroupSpec spec;
  private final BufferAllocator allocator;
  private KeyIndex keys;
  private AggregateStates states;
  private Touched touched = new Touched();
  private int empty;

  GroupStore(GroupSpec spec, BufferAllocator allocator) {
    this.spec = spec;
    this.allocator = allocator;
    this.keys =
        KeyIndex.create(spec.keys().stream().map(GroupSpec.Key::type).toList(), allocator, false);
    this.states = new AggregateStates(spec.aggregates(), allocator);
  }

  KeyIndex keys() {
    return keys;
  }

  AggregateStates states() {
    return states;
  }

  StateSource source() {
    return new StateSource(keys, states, 0);
  }

  /** Group numbers in use, empty groups included. */
  int size() {
    return keys.size();
  }

  /** Groups with a row. */
  int groups() {
    return keys.size() - empty;
  }

  /** Takes in rows. */
  synchronized void update(KeyChunk chunk, Cells[] inputs, long[] sequences, Scratch scratch) {
    int before = keys.size();
    int[] groups = scratch.groups(chunk.rows());
    keys.find(chunk, groups);
    states.reserve(keys.size());
    states.update(groups, chunk.rows(), inputs, sequences, before, null);
    touch(groups, chunk.rows());
    recountEmpty();
  }

  /** Merges, or deducts, {@code count} groups of a source, listed from {@code at}. */
  synchronized void absorb(
      StateSource from, int[] list, int at, int count, Absorption how, Scratch scratch) {
    states.reserve(keys.size());
    states.admitNullsOf(from.states(), keys.size());
    for (int done = 0; done < count; done += Cells.CHUNK) {
      absorbChunk(from, list, at + done, Math.min(Cells.CHUNK, count - done), how, scratch);
    }
    recountEmpty();
  }

  private void absorbChunk(
      StateSource from, int[] list, int at, int count, Absorption how, Scratch scratch) {
    int[] target = scratch.groups(count);
    keys.find(scratch.keys.of(from.keys(), list, at, count), target);
    states.reserve(keys.size());
    for (int i = 0; i < count; i++) {
      scratch.source[i] = list[at + i] + from.base();
    }
    if (how != Absorption.MOVE) {
      touch(target, count);
    }
    if (how == Absorption.DEDUCT) {
      states.deduct(from.states(), scratch.source, target, count);
      emptyGroups(target, count);
    } else {
      states.merge(from.states(), scratch.source, target, count);
    }
  }

  /**
   * States of groups without rows are made exactly empty: subtracted doubles would leave a residue.
   */
  private void emptyGroups(int[] groups, int count) {
    for (int i = 0; i < count; i++) {
      if (states.rows().of(groups[i]) <= 0) {
        states.clearGroup(groups[i]);
        empty = 1;
      }
    }
  }

  private void recountEmpty() {
    if (empty > 0) {
      empty = states.rows().empty(keys.size());
    }
  }

  /** Moves the groups that have rows together, if most have none: keys come and go for ever. */
  synchronized void compact(Scratch scratch) {
    if (empty <= FEW_EMPTY || empty <= keys.size() / 2) {
      return;
    }
    GroupStore fresh = new GroupStore(spec, allocator);
    try {
      if (touched.isTracked()) {
        fresh.touched.clear();
      }
      int[] list = scratch.list(keys.size());
      int untouched = GroupCursor.list(this, GroupCursor.Which.UNTOUCHED, list);
      fresh.absorb(source(), list, 0, untouched, Absorption.MOVE, scratch);
      int others = GroupCursor.list(this, GroupCursor.Which.TOUCHED, list);
      fresh.absorb(source(), list, 0, others, Absorption.MERGE, scratch);
    } catch (RuntimeException | Error e) {
      fresh.close();
      throw e;
    }
    close();
    keys = fresh.keys;
    states = fresh.states;
    touched = fresh.touched;
    empty = 0;
  }

  /** Merges state columns. */
  synchronized void importParts(KeyChunk chunk, Cells[][] parts, Scratch scratch) {
    int before = keys.size();
    int[] groups = scratch.groups(chunk.rows());
    keys.find(chunk, groups);
    states.reserve(keys.size());
    states.importParts(parts, groups, chunk.rows(), before);
    touch(groups, chunk.rows());
  }

  private void touch(int[] groups, int rows) {
    touched.mark(groups, rows, keys.size());
  }

  Touched touched() {
    return touched;
  }

  /** Whether a group has a row. */
  boolean isLive(int group) {
    return empty == 0 || states.rows().of(group) > 0;
  }

  /** Forgets all groups; memory is kept for about as many again. */
  void clear() {
    states.clear(keys.size());
    keys.clear();
    touched.reset();
    empty = 0;
  }

  synchronized long bytes() {
    return keys.bytes() + states.bytes() + touched.bytes();
  }

  @Override
  public void close() {
    keys.close();
    states.close();
  }
}
