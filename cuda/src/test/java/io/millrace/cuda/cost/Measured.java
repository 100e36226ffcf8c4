package io.millrace.cuda.cost;

import io.millrace.cuda.emulator.Emulator;
import java.util.Map;
import java.util.TreeMap;

/** Costs as they come in: the first run that launches a kernel counts. */
final class Measured {
  private final Map<String, KernelCost> costs = new TreeMap<>();

  /** Begins a run. */
  void begin() {
    Emulator.clearCounters();
  }

  /** What the run in hand has launched so far. */
  Map<String, KernelCost> soFar() {
    return KernelCost.of(Emulator.counters());
  }

  /** Ends a run. */
  void end() {
    add(soFar());
  }

  void add(Map<String, KernelCost> later) {
    later.forEach(costs::putIfAbsent);
  }

  Map<String, KernelCost> costs() {
    return costs;
  }
}
