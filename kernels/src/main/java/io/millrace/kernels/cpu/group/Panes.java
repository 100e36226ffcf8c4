package io.millrace.kernels.cpu.group;

import io.millrace.kernels.group.GroupSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The panes of a table by number, and evicted ones kept for use again. Writers may ask for panes at
 * the same time.
 */
final class Panes implements AutoCloseable {
  private static final int SPARES = 4;

  private final GroupSpec spec;
  private final BufferAllocator allocator;
  private final Tuning tuning;
  private final TreeMap<Long, Pane> byNumber = new TreeMap<>();
  private final ArrayDeque<Pane> spares = new ArrayDeque<>();
  private boolean tracksTouched;

  Panes(GroupSpec spec, BufferAllocator allocator, Tuning tuning) {
    this.spec = spec;
    this.allocator = allocator;
    this.tuning = tuning;
  }

  /** The pane, or null. */
  synchronized Pane get(long number) {
    return byNumber.get(number);
  }

  /** The pane, made if there is none. */
  synchronized Pane getOrCreate(long number) {
    return byNumber.computeIfAbsent(number, _ -> take());
  }

  /** A pane outside of the table, for work in between; to be given back. */
  synchronized Pane borrow() {
    return spares.isEmpty() ? new Pane(spec, allocator, tuning) : spares.pop();
  }

  private Pane take() {
    Pane pane = borrow();
    if (tracksTouched) {
      pane.clearTouched();
    }
    return pane;
  }

  /** Takes a pane back. */
  synchronized void giveBack(Pane pane) {
    if (spares.size() < SPARES) {
      pane.clear();
      spares.push(pane);
    } else {
      pane.close();
    }
  }

  synchronized void evict(long number) {
    Pane pane = byNumber.remove(number);
    if (pane != null) {
      giveBack(pane);
    }
  }

  synchronized List<Pane> all() {
    return new ArrayList<>(byNumber.values());
  }

  /** Numbers of the panes that hold a group, ascending. */
  synchronized long[] numbers() {
    return byNumber.entrySet().stream()
        .filter(entry -> entry.getValue().groups() > 0)
        .mapToLong(Map.Entry::getKey)
        .toArray();
  }

  synchronized void clearTouched() {
    tracksTouched = true;
    byNumber.values().forEach(Pane::clearTouched);
  }

  synchronized long bytes() {
    long bytes = 0;
    for (Pane pane : byNumber.values()) {
      bytes += pane.bytes();
    }
    for (Pane pane : spares) {
      bytes += pane.bytes();
    }
    return bytes;
  }

  @Override
  public synchronized void close() {
    byNumber.values().forEach(Pane::close);
    byNumber.clear();
    spares.forEach(Pane::close);
    spares.clear();
  }
}
