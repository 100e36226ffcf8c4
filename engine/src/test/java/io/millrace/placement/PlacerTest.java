package io.millrace.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which of two devices runs a batch: 0 with a high fixed cost, 1 with a high cost a row. */
class PlacerTest {
  private static final CostModel DEVICE = new CostModel(100_000, 1);
  private static final CostModel CPU = new CostModel(0, 11);

  private final Placer placer = new Placer("cuda", DEVICE, "cpu", CPU);

  /** Batches that take what the models say, times a factor. */
  private long[] run(double factor, long... rows) {
    return LongStream.of(rows)
        .map(
            count -> {
              int device = placer.place(count);
              placer.observe(count, (long) (factor * (device == 0 ? DEVICE : CPU).nanos(count)));
              return device;
            })
        .toArray();
  }

  @Test
  void theFirstBatchGoesWhereItCostsLess() {
    assertThat(DEVICE.crossover(CPU)).isEqualTo(10_000);
    assertThat(new Placer("cuda", DEVICE, "cpu", CPU).place(9_000)).isEqualTo(1);
    assertThat(new Placer("cuda", DEVICE, "cpu", CPU).place(11_000)).isZero();
  }

  @Test
  void itMovesAfterThreeBatchesThatWouldHaveBeenClearlyBetterElsewhere() {
    assertThat(run(1, 5_000, 50_000, 50_000, 50_000, 50_000)).containsExactly(1, 1, 1, 0, 0);
    assertThat(run(1, 1_000, 1_000, 1_000, 1_000)).containsExactly(0, 0, 1, 1);
  }

  @Test
  void itStaysWhereSizesGoUpAndDown() {
    long[] sizes = LongStream.range(0, 100).map(i -> i % 3 == 0 ? 5_000 : 50_000).toArray();
    assertThat(run(1, 5_000)).containsExactly(1);
    assertThat(run(1, sizes)).containsOnly(1);
  }

  @Test
  void itStaysWhereTheOtherIsOnlySlightlyBetter() {
    assertThat(run(1, 9_000)).containsExactly(1);
    // 11 * 11,000 = 121,000 against 111,000
    assertThat(run(1, LongStream.generate(() -> 11_000).limit(50).toArray())).containsOnly(1);
  }

  @Test
  void heavierWorkIsHeavierOnBothUntilBothWereSeen() {
    // the same factor on both sides changes nothing
    assertThat(run(30, 9_000, 9_000, 9_000, 9_000)).containsOnly(1);
    // on the device the work turns out to be far heavier than on the CPU
    assertThat(run(30, 50_000, 50_000, 50_000)).containsExactly(1, 1, 0);
    assertThat(run(3_000, 50_000, 50_000, 50_000, 50_000)).startsWith(0, 0, 0).endsWith(1);
  }

  /** Kernels are compiled then, memory is taken, and groups have moved. */
  @Test
  void theFirstBatchOnADeviceTeachesNothing() {
    assertThat(run(1, 5_000, 5_000)).containsOnly(1);
    assertThat(run(1, 50_000, 50_000)).containsOnly(1);
    assertThat(run(1_000, 50_000)).containsExactly(0);
    assertThat(run(1, LongStream.generate(() -> 50_000).limit(50).toArray())).containsOnly(0);
  }

  /** A kernel that is first needed in the midst of a query, or another process. */
  @Test
  void oneSlowBatchMovesNothing() {
    assertThat(run(1, 5_000, 5_000, 50_000, 50_000, 50_000, 50_000)).endsWith(0, 0);
    assertThat(run(1_000, 50_000)).containsExactly(0);
    assertThat(run(1, LongStream.generate(() -> 50_000).limit(50).toArray())).containsOnly(0);
    // while work that stays heavier than thought does, in time
    assertThat(run(100, LongStream.generate(() -> 50_000).limit(10).toArray()))
        .startsWith(0, 0, 0)
        .contains(1);
  }

  @Test
  void theReasonNamesTheCrossover() {
    assertThat(placer.reason(0))
        .isEqualTo("device=auto, decided with the first batch; cuda is ahead from 10,000 rows on");
    placer.place(9_000);
    assertThat(placer.reason(9_000))
        .isEqualTo("device=auto, 9,000 rows on cpu, cuda is ahead from 10,000 rows on");
    Placer never = new Placer("cuda", new CostModel(10, 5), "cpu", new CostModel(5, 5));
    never.place(1);
    assertThat(never.reason(1)).endsWith("1 rows on cpu, cpu is ahead at any size");
  }

  @Test
  void twoMeasurementsMakeALine() {
    CostModel line = CostModel.through(1_000, 3_000, 5_000, 11_000);
    assertThat(line).isEqualTo(new CostModel(1_000, 2));
    // noise that would make a larger batch cheaper
    assertThat(CostModel.through(1_000, 3_000, 5_000, 2_000)).isEqualTo(new CostModel(3_000, 0));
  }
}
