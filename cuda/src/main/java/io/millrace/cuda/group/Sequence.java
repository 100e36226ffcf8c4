package io.millrace.cuda.group;

/**
 * The places of rows in the stream: counted up from the first row's, or each row's own where rows
 * have another order. Those are made when they are first asked for.
 */
final class Sequence {
  private final long first;
  private final Own own;
  private final int skipped;

  private Sequence(long first, Own own, int skipped) {
    this.first = first;
    this.own = own;
    this.skipped = skipped;
  }

  /** Each row's own place, which slices of the rows share. */
  private static final class Own {
    private final RowOrder order;
    private final long first;
    private long address;

    Own(RowOrder order, long first, long address) {
      this.order = order;
      this.first = first;
      this.address = address;
    }

    long address() {
      if (address == 0) {
        address = order.sequences(first);
      }
      return address;
    }
  }

  /** Counted up from the first row's. */
  static Sequence upFrom(long first) {
    return new Sequence(first, null, 0);
  }

  /** Places at a device address, 64 bits each. */
  static Sequence at(long address) {
    return new Sequence(0, new Own(null, 0, address), 0);
  }

  /** Of the same rows in an order; they were counted up. */
  Sequence in(RowOrder order) {
    return new Sequence(0, new Own(order, first, 0), 0);
  }

  /** Of the rows from the one at {@code from} on. */
  Sequence from(int from) {
    return new Sequence(first + from, own, skipped + from);
  }

  /** The first row's place, if places are counted up. */
  long first() {
    return first;
  }

  /** Where each row's own place lies; 0 if they are counted up. */
  long each() {
    return own == null ? 0 : own.address() + 8L * skipped;
  }
}
