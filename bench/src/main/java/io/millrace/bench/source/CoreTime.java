package io.millrace.bench.source;

import java.lang.management.ManagementFactory;

/**
 * Time that the current thread has spent on a core. Unlike the wall clock it is the same on a busy
 * machine, caches and memory aside.
 */
final class CoreTime {
  private CoreTime() {}

  static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
