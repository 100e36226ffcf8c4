package io.millrace.cuda.cost;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a kernel costs an item, by the emulator's counters.
 *
 * @param items of its launches; as a rule rows
 * @param instructions of threads, an item
 * @param bytes of the sectors that accesses of warps touch, those of atomics twice, an item
 * @param excess those bytes in relation to those of the sectors that a launch touches at all
 * @param atomics sectors that atomics of warps touch, an item
 * @param conflicts passes over the banks of shared memory beyond the first, an item
 */
record KernelCost(
    long items,
    double instructions,
    double bytes,
    double excess,
    double atomics,
    double conflicts) {
  private static final String PREFIX = "kernel.";

  private static final String LAUNCHES = ".launches";

  /** The costs of all kernels that were launched, by name. */
  static Map<String, KernelCost> of(Map<String, Long> counters) {
    Map<String, KernelCost> costs = new TreeMap<>();
    for (String name : counters.keySet()) {
      if (name.startsWith(PREFIX) && name.endsWith(LAUNCHES)) {
        String kernel = name.substring(PREFIX.length(), name.length() - LAUNCHES.length());
        costs.put(kernel, of(counters, PREFIX + kernel + "."));
      }
    }
    return costs;
  }

  private static KernelCost of(Map<String, Long> counters, String prefix) {
    long items = counters.get(prefix + "items");
    double atomics = counters.get(prefix + "atomic.sectors");
    double touched =
        counters.get(prefix + "load.sectors")
            + counters.get(prefix + "store.sectors")
            + 2 * atomics;
    double least = counters.get(prefix + "read.sectors") + counters.get(prefix + "written.sectors");
    return new KernelCost(
        items,
        counters.get(prefix + "thread.instructions") / (double) items,
        32 * touched / items,
        touched / least,
        atomics / items,
        counters.get(prefix + "bank.conflicts") / (double) items);
  }

  /** The cells of its line in the table. */
  String cells() {
    return String.format(
        Locale.ROOT,
        "%d | %.1f | %.1f | %.2f | %.3f | %.3f",
        items,
        instructions,
        bytes,
        excess,
        atomics,
        conflicts);
  }

  /** What {@link #cells} wrote. */
  static KernelCost parse(String[] cells) {
    return new KernelCost(
        Long.parseLong(cells[0].strip()),
        Double.parseDouble(cells[1]),
        Double.parseDouble(cells[2]),
        Double.parseDouble(cells[3]),
        Double.parseDouble(cells[4]),
        Double.parseDouble(cells[5]));
  }

  /** Whether another is the same within 2%, and within what {@link #cells} rounds. */
  boolean near(KernelCost other) {
    return items == other.items
        && near(instructions, other.instructions, 0.1)
        && near(bytes, other.bytes, 0.1)
        && near(excess, other.excess, 0.01)
        && near(atomics, other.atomics, 0.001)
        && near(conflicts, other.conflicts, 0.001);
  }

  private static boolean near(double a, double b, double unit) {
    return Math.abs(a - b) <= 0.02 * Math.abs(a) + unit;
  }
}
