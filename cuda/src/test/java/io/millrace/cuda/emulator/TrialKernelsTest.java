package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Random;
import java.util.stream.Stream;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels that nvcc compiled give what a loop in Java does, under all schedules, all checks on. */
final class TrialKernelsTest {
  private static final int ROWS = 5000;
  private static final int BLOCKS = 6;
  private static final int THREADS = 96;

  private final Random random = new Random(7);

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void sharedPreAggregationAddsUpFewGroups(Schedules schedule) {
    int groups = 37;
    int[] group = random.ints(ROWS, 0, groups).toArray();
    double[] value = random.doubles(ROWS, -5, 5).toArray();
    var sums = new double[groups];
    var counts = new long[groups];
    for (int row = 0; row < ROWS; row++) {
      sums[group[row]] += value[row];
      counts[group[row]]++;
    }
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr sum = gpu.zeros(8L * groups);
      CUdeviceptr count = gpu.zeros(8L * groups);
      gpu.launch(
          gpu.trial("group_few", "groupFew"),
          BLOCKS,
          THREADS,
          gpu.upload(group),
          gpu.upload(value),
          ROWS,
          groups,
          sum,
          count);
      assertThat(Gpu.doubles(sum, groups)).usingComparatorWithPrecision(1e-9).containsExactly(sums);
      assertThat(Gpu.longs(count, groups)).isEqualTo(counts);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void hashTableFindsManyGroups(Schedules schedule) {
    long[] key = random.longs(ROWS, 0, 1500).map(k -> k * 0x9e3779b97f4a7c15L).toArray();
    long[] value = random.longs(ROWS).toArray();
    var sums = new HashMap<Long, Long>();
    var counts = new HashMap<Long, Integer>();
    for (int row = 0; row < ROWS; row++) {
      sums.merge(key[row], value[row], Long::sum);
      counts.merge(key[row], 1, Integer::sum);
    }
    int capacity = 4096;
    try (var gpu = new Gpu()) {
      schedule.use();
      var empty = new int[capacity];
      Arrays.fill(empty, -1);
      CUdeviceptr slots = gpu.upload(empty);
      CUdeviceptr sum = gpu.zeros(8L * capacity);
      CUdeviceptr count = gpu.zeros(4L * capacity);
      gpu.launch(
          gpu.trial("group_hash", "groupHash"),
          BLOCKS,
          THREADS,
          gpu.upload(key),
          gpu.upload(value),
          ROWS,
          slots,
          capacity - 1,
          sum,
          count);
      int[] holders = Gpu.ints(slots, capacity);
      long[] foundSums = Gpu.longs(sum, capacity);
      int[] foundCounts = Gpu.ints(count, capacity);
      var seenSums = new HashMap<Long, Long>();
      var seenCounts = new HashMap<Long, Integer>();
      for (int slot = 0; slot < capacity; slot++) {
        if (holders[slot] >= 0) {
          assertThat(seenSums.put(key[holders[slot]], foundSums[slot]))
              .as("a key has one slot")
              .isNull();
          seenCounts.put(key[holders[slot]], foundCounts[slot]);
        }
      }
      assertThat(seenSums).isEqualTo(sums);
      assertThat(seenCounts).isEqualTo(counts);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void warpAggregationAddsUpUnderSkew(Schedules schedule) {
    int groups = 9;
    int[] group = random.ints(ROWS, 0, 1000).map(g -> g < 900 ? 0 : g % groups).toArray();
    int[] value = random.ints(ROWS).toArray();
    var sums = new int[groups];
    var counts = new int[groups];
    for (int row = 0; row < ROWS; row++) {
      sums[group[row]] += value[row];
      counts[group[row]]++;
    }
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr sum = gpu.zeros(4L * groups);
      CUdeviceptr count = gpu.zeros(4L * groups);
      gpu.launch(
          gpu.trial("group_skew", "groupSkew"),
          (ROWS + 127) / 128,
          128,
          gpu.upload(group),
          gpu.upload(value),
          ROWS,
          sum,
          count);
      assertThat(Gpu.ints(sum, groups)).isEqualTo(sums);
      assertThat(Gpu.ints(count, groups)).isEqualTo(counts);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void blockScanGivesPrefixSums(Schedules schedule) {
    int threads = 160;
    int blocks = (ROWS + threads - 1) / threads;
    int[] value = random.ints(ROWS, 0, 100).toArray();
    var before = new int[ROWS];
    var totals = new int[blocks];
    for (int row = 0; row < ROWS; row++) {
      before[row] = row % threads == 0 ? 0 : before[row - 1] + value[row - 1];
      totals[row / threads] += value[row];
    }
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr out = gpu.allocate(4L * ROWS);
      CUdeviceptr total = gpu.allocate(4L * blocks);
      gpu.launchShared(
          gpu.trial("block_scan", "blockScan"),
          blocks,
          threads,
          4 * threads / 32,
          gpu.upload(value),
          ROWS,
          out,
          total);
      assertThat(Gpu.ints(out, ROWS)).isEqualTo(before);
      assertThat(Gpu.ints(total, blocks)).isEqualTo(totals);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aSeedGivesTheSameRunAgain(Schedules schedule) {
    int groups = 3;
    int[] group = random.ints(ROWS, 0, groups).toArray();
    double[] value = random.doubles(ROWS, -1e6, 1e6).toArray();
    double[] first = run(schedule, groups, group, value);
    assertThat(run(schedule, groups, group, value)).as("bit for bit").isEqualTo(first);
    assertThat(first[0]).isCloseTo(sumOf(0, group, value), within(1e-3));
  }

  private static double sumOf(int wanted, int[] group, double[] value) {
    double sum = 0;
    for (int row = 0; row < group.length; row++) {
      sum += group[row] == wanted ? value[row] : 0;
    }
    return sum;
  }

  private static double[] run(Schedules schedule, int groups, int[] group, double[] value) {
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr sum = gpu.zeros(8L * groups);
      CUdeviceptr count = gpu.zeros(8L * groups);
      gpu.launch(
          gpu.trial("group_few", "groupFew"),
          BLOCKS,
          THREADS,
          gpu.upload(group),
          gpu.upload(value),
          ROWS,
          groups,
          sum,
          count);
      return Gpu.doubles(sum, groups);
    }
  }
}
