package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.aggregate.AggregateStates;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.key.KeyChunk;
import io.millrace.kernels.cpu.group.key.KeyChunks;
import io.millrace.kernels.cpu.group.key.KeyIndex;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One worker's own groups of the batch in hand. All panes share one index of keys; a group's number
 * is {@code pane ordinal << shift | key number}. So a chunk whose rows lie in many panes costs one
 * more addition a row, not a split.
 */
final class LocalGroups implements AutoCloseable {
  private final GroupSpec spec;
  private final BufferAllocator allocator;
  private final KeyIndex keys;
  private final KeyIndex panes;
  private final KeyChunks paneChunks = new KeyChunks(List.of(DataType.INT64));
  private AggregateStates states;
  private int shift;

  /**
   * Non-zero for entries that have rows; null while all have, or where these are counted anyway.
   */
  private byte[] presence;

  private int[] ordinals = new int[0];
  private final long[] onePane = new long[1];

  LocalGroups(GroupSpec spec, BufferAllocator allocator) {
    this.spec = spec;
    this.allocator = allocator;
    this.keys =
        KeyIndex.create(spec.keys().stream().map(GroupSpec.Key::type).toList(), allocator, true);
    this.panes = KeyIndex.create(List.of(DataType.INT64), allocator, true);
    this.states = new AggregateStates(spec.aggregates(), allocator);
  }

  AggregateStates states() {
    return states;
  }

  /** Distinct keys. */
  int keys() {
    return keys.size();
  }

  /** Group numbers in use, of groups with rows and without. */
  int entries() {
    return panes.size() <= 1 ? keys.size() : panes.size() << shift;
  }

  /** Takes in rows, all of pane {@code pane} if {@code rowPanes} is null. */
  void update(
      long pane,
      long[] rowPanes,
      KeyChunk chunk,
      Cells[] inputs,
      long[] sequences,
      Scratch scratch) {
    int rows = chunk.rows();
    int before = entries();
    boolean single = panes.size() <= 1;
    int[] groups = scratch.groups(rows);
    keys.find(chunk, groups);
    findPanes(pane, rowPanes, rows);
    if (panes.size() > 1) {
      if (single && states.rows() == null) {
        presence = new byte[0];
        reservePresence(before);
        Arrays.fill(presence, 0, before, (byte) 1);
      }
      before = widen(before);
      combine(groups, ordinals, shift, rows);
      reservePresence(entries());
    }
    states.reserve(entries());
    states.update(groups, rows, inputs, sequences, before, presence);
    if (presence != null) {
      mark(presence, groups, rows);
    }
  }

  /**
   * Takes in only the rows whose keys are here already, and adds none: what a skewed stream still
   * gains from a table that is full. The others are listed in the chunk's {@link KeyChunk#missed}.
   *
   * @return how many are listed; -1 if the rows' pane is not the only one here, and nothing was
   *     taken
   */
  int updateKnown(long pane, KeyChunk chunk, Cells[] inputs, long[] sequences, Scratch scratch) {
    if (panes.size() != 1 || number(0, scratch) != pane) {
      return -1;
    }
    int rows = chunk.rows();
    int others = keys.size();
    int[] groups = scratch.groups(rows);
    int listed = keys.lookup(chunk, groups, others);
    // rows of other keys go to one more group, which saves picking out those of known ones
    states.reserve(others + 1);
    states.update(groups, rows, inputs, sequences, others, null);
    states.clearGroup(others);
    return listed;
  }

  private void findPanes(long pane, long[] rowPanes, int rows) {
    if (ordinals.length < rows) {
      ordinals = new int[Math.max(rows, Cells.CHUNK)];
    }
    if (rowPanes == null) {
      onePane[0] = pane;
      panes.find(paneChunks.of(new Cells[] {Cells.ofWords(onePane, null)}, 1), ordinals);
      if (panes.size() > 1) {
        Arrays.fill(ordinals, 0, rows, ordinals[0]);
      }
    } else {
      panes.find(paneChunks.of(new Cells[] {Cells.ofWords(rowPanes, null)}, rows), ordinals);
    }
  }

  private static void combine(int[] groups, int[] ordinals, int shift, int rows) {
    for (int i = 0; i < rows; i++) {
      groups[i] += ordinals[i] << shift;
    }
  }

  private static void mark(byte[] presence, int[] groups, int rows) {
    for (int i = 0; i < rows; i++) {
      presence[groups[i]] = 1;
    }
  }

  /** Whether an entry has rows, in a table of several panes. */
  private boolean hasRows(int entry) {
    return presence == null ? states.rows().of(entry) != 0 : presence[entry] != 0;
  }

  private void reservePresence(int entries) {
    if (presence != null && presence.length < entries) {
      presence = Arrays.copyOf(presence, entries + (entries >> 1));
    }
  }

  /** Makes room for more keys in each pane; returns the number of entries before, renumbered. */
  private int widen(int before) {
    if (keys.size() <= 1 << shift && shift > 0) {
      return before;
    }
    int wider = Math.max(6, Integer.SIZE - Integer.numberOfLeadingZeros(keys.size()));
    boolean renumber = shift > 0;
    int panesBefore = renumber ? before >> shift : before == 0 ? 0 : 1;
    if (renumber) {
      renumber(before, wider);
    }
    shift = wider;
    int after = panesBefore << wider;
    reservePresence(after);
    return after;
  }

  private void renumber(int before, int wider) {
    int[] source = new int[before];
    int[] target = new int[before];
    int count = 0;
    for (int group = 0; group < before; group++) {
      if (hasRows(group)) {
        source[count] = group;
        target[count++] = (group >> shift << wider) + (group & ((1 << shift) - 1));
      }
    }
    int after = (before >> shift) << wider;
    AggregateStates fresh = new AggregateStates(spec.aggregates(), allocator);
    try {
      fresh.reserve(after);
      fresh.admitNullsOf(states, 0);
      fresh.merge(states, source, target, count);
    } catch (RuntimeException | Error e) {
      fresh.close();
      throw e;
    }
    states.close();
    states = fresh;
    if (presence != null) {
      presence = new byte[after];
      mark(presence, target, count);
    }
  }

  /** Merges all groups into their panes and forgets them. */
  void flush(Panes into, Scratch scratch) {
    int[] list = scratch.list(keys.size());
    for (int ordinal = 0; ordinal < panes.size(); ordinal++) {
      int base = panes.size() <= 1 ? 0 : ordinal << shift;
      int count = 0;
      for (int key = 0; key < keys.size(); key++) {
        list[count] = key;
        count += panes.size() <= 1 || hasRows(base + key) ? 1 : 0;
      }
      if (count > 0) {
        into.getOrCreate(number(ordinal, scratch))
            .absorb(new StateSource(keys, states, base), list, count, Absorption.MERGE, scratch);
      }
    }
    clear();
  }

  private long number(int ordinal, Scratch scratch) {
    scratch.source[0] = ordinal;
    panes.read(0, scratch.source, 0, 1, scratch.values);
    return scratch.values.words()[0];
  }

  private void clear() {
    states.clear(entries());
    keys.clear();
    panes.clear();
    presence = null;
    shift = 0;
  }

  long bytes() {
    return keys.bytes()
        + panes.bytes()
        + states.bytes()
        + (presence == null ? 0 : presence.length)
        + ordinals.length * 4L;
  }

  @Override
  public void close() {
    keys.close();
    panes.close();
    states.close();
  }
}
