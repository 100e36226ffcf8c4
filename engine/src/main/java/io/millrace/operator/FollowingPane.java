package io.millrace.operator;

import io.millrace.kernels.group.GroupTable;

/**
 * A pane of its own that follows windows of batches or of event time: what enters a window is
 * merged in, what leaves it is deducted, where merging each window anew would merge most panes once
 * for every window that holds them. Only for aggregates that deduct.
 */
final class FollowingPane {
  /** Its number; no other pane has it. */
  static final long NUMBER = Long.MIN_VALUE;

  private final GroupTable table;
  private long begin;
  private long end;

  private long markedBegin;
  private long markedEnd;

  /** A pane of a table. */
  FollowingPane(GroupTable table) {
    this.table = table;
  }

  /**
   * Makes it hold the panes from {@code first} up to {@code last}, which does not belong to them.
   *
   * @param panes those that hold a group, ascending
   */
  void moveTo(long first, long last, long[] panes) {
    if (first < begin || first >= end) {
      reset();
      begin = first;
      end = first;
    }
    for (long pane : panes) {
      if (pane >= begin && pane < first) {
        table.deduct(pane, NUMBER);
      } else if (pane >= end && pane < last) {
        table.merge(pane, NUMBER);
      }
    }
    begin = first;
    end = last;
  }

  /** Told before a pane goes away; those before it have gone. */
  void leave(long pane) {
    if (pane >= begin && pane < end) {
      table.deduct(pane, NUMBER);
      begin = pane + 1;
    }
  }

  /** Told that no pane before this one has taken rows; begins anew if it holds others. */
  void changedFrom(long pane) {
    if (pane < end) {
      reset();
    }
  }

  /** Remembers which panes it holds. */
  void mark() {
    markedBegin = begin;
    markedEnd = end;
  }

  /** Takes the table to hold again what it held when this was marked. */
  void rollback() {
    begin = markedBegin;
    end = markedEnd;
  }

  private void reset() {
    table.evict(NUMBER);
    begin = 0;
    end = 0;
  }
}
