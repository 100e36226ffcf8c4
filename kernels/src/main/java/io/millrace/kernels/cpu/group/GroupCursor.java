package io.millrace.kernels.cpu.group;

/** Walks over the groups of a store that have rows. */
final class GroupCursor {
  /** Which groups are walked over. */
  enum Which {
    ALL,
    TOUCHED,
    UNTOUCHED
  }

  private final GroupStore store;
  private final Which which;
  private int next;

  GroupCursor(GroupStore store, Which which) {
    this.store = store;
    this.which = which;
    this.next = which == Which.TOUCHED && !store.touched().isAny() ? store.size() : 0;
  }

  /** All groups of a store at once, into {@code to}; returns how many. */
  static int list(GroupStore store, Which which, int[] to) {
    return new GroupCursor(store, which).next(to, store.size());
  }

  /** How many groups there are to walk over. */
  static int count(GroupStore store, Which which) {
    if (which == Which.ALL) {
      return store.groups();
    }
    int count = 0;
    GroupCursor cursor = new GroupCursor(store, which);
    for (; cursor.next < store.size(); cursor.next++) {
      count += cursor.isNext() ? 1 : 0;
    }
    return count;
  }

  /** Lists up to {@code limit} further groups; returns how many. */
  int next(int[] to, int limit) {
    int count = 0;
    for (; next < store.size() && count < limit; next++) {
      to[count] = next;
      count += isNext() ? 1 : 0;
    }
    return count;
  }

  private boolean isNext() {
    return store.isLive(next)
        && (which == Which.ALL || store.touched().contains(next) == (which == Which.TOUCHED));
  }
}
