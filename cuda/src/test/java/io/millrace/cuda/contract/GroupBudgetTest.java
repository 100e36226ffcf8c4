package io.millrace.cuda.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.CudaBackendProvider;
import io.millrace.cuda.emulator.Emulator;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What sum and count of int64 by an int64 key may cost a row, from an empty table on, by the
 * emulator's counters; and that the result is right.
 */
class GroupBudgetTest {
  private static final int ROWS = 1 << 20;

  private static final int CACHE = 1 << 20;

  @AfterEach
  void reset() {
    Emulator.reset();
  }

  @Test
  void fewGroups() {
    GroupCost cost = cost(100, false);
    assertThat(cost.sectors()).isLessThan(1.25);
    assertThat(cost.instructions()).isLessThan(60);
  }

  /**
   * Ordered rows take less from memory than others, where a table is many times a cache; groups are
   * numbered anew in the second batch.
   */
  @Test
  void groupsBeyondTheCache() {
    GroupCost plain = beyondTheCache(2, 1L << 40);
    GroupCost ordered = beyondTheCache(3, CACHE);
    assertThat(ordered.moved()).isLessThan(0.75 * plain.moved());
    assertThat(ordered.instructions()).isLessThan(135);
  }

  @Test
  void manyGroups() {
    GroupCost cost = cost(100_000, false);
    assertThat(cost.instructions()).isLessThan(90);
    // Slot, key, sum and count are a sector each, eight times what has to be read in all; groups'
    // numbers are written once and read three times.
    assertThat(cost.sectors()).isLessThan(11.5);
  }

  /** Two thirds of the rows have one key: atomics of a warp hardly meet. */
  @Test
  void skewedGroups() {
    cost(100_000, true);
    long deep =
        Emulator.counters().entrySet().stream()
            .filter(counter -> counter.getKey().startsWith("atomic.depth."))
            .filter(counter -> Integer.parseInt(counter.getKey().substring(13)) > 8)
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(deep).isLessThan(ROWS / 32 / 10);
  }

  /**
   * The table takes the cache to be of a size, which decides on the order, and it is of another.
   */
  private static GroupCost beyondTheCache(int batches, long taken) {
    int groups = 240_000;
    Random random = new Random(groups);
    var provider = new CudaBackendProvider(false, taken);
    return GroupCost.of(provider, batches, CACHE, ROWS, _ -> random.nextInt(groups) * 1_000_003L);
  }

  private static GroupCost cost(int groups, boolean skewed) {
    Random random = new Random(groups);
    return GroupCost.of(
        new CudaBackendProvider(),
        1,
        0,
        ROWS,
        row -> skewed && row % 3 > 0 ? 7 : random.nextInt(groups) * 1_000_003L);
  }
}
