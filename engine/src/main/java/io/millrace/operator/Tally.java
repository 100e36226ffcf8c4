package io.millrace.operator;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a micro-batch's operators counted beside rows and time. */
final class Tally {
  private final LongAdder lateRows = new LongAdder();
  private final Map<String, Long> bytesCopied = new HashMap<>();
  private long rowsOut;

  void late(long rows) {
    lateRows.add(rows);
  }

  /** On the query's thread. */
  void copied(String hop, long bytes) {
    bytesCopied.merge(hop, bytes, Long::sum);
  }

  /** On the query's thread. */
  void out(long rows) {
    rowsOut += rows;
  }

  long lateRows() {
    return lateRows.sum();
  }

  Map<String, Long> bytesCopied() {
    return bytesCopied;
  }

  long rowsOut() {
    return rowsOut;
  }
}
