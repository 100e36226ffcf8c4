package io.millrace.kernels.cpu.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class CpuWorkersTest {
  @Test
  void everyTaskRunsOnce() {
    try (CpuWorkers workers = new CpuWorkers(3, "test")) {
      ConcurrentHashMap<Integer, Integer> runs = new ConcurrentHashMap<>();
      workers.forEach(100, (_, task) -> runs.merge(task, 1, Integer::sum));
      assertThat(runs).hasSize(100).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
    }
  }

  @Test
  void aLaterFailureIsSuppressedIntoTheFirst() {
    try (CpuWorkers workers = new CpuWorkers(2, "test")) {
      CyclicBarrier both = new CyclicBarrier(2);
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      2,
                      (_, task) -> {
                        meet(both);
                        throw new IllegalStateException("task " + task);
                      }))
          .hasMessageStartingWith("task ")
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }
  }

  @Test
  void twoWorkersMayThrowTheSameObject() {
    try (CpuWorkers workers = new CpuWorkers(2, "test")) {
      CyclicBarrier both = new CyclicBarrier(2);
      IllegalStateException same = new IllegalStateException("same");
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      2,
                      (_, _) -> {
                        meet(both);
                        throw same;
                      }))
          .isSameAs(same);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
