package io.millrace.cuda.emulator;

import static io.millrace.cuda.emulator.CountedRows.SECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the model of a cache counts. */
class CacheModelTest {
  private static final String COPY =
      "mul.wide.u32 %l0, %i, 8; add.u64 %l1, %a0, %l0; add.u64 %l2, %a1, %l0; ld.global.u64 %l3,"
          + " [%l1]; st.global.u64 [%l2], %l3;";

  private static final String ADD =
      "mul.wide.u32 %l0, %i, 8; add.u64 %l0, %a0, %l0; red.global.add.u64 [%l0], 1;";

  private CountedRows rows;

  @BeforeEach
  void open() {
    rows = new CountedRows();
  }

  @AfterEach
  void close() {
    if (rows != null) {
      rows.close();
    }
  }

  private Map<String, Long> run(String body, int times) {
    return rows.run(Ptx.kernel(body), times, rows.in, rows.out, rows.in, rows.in);
  }

  @Test
  void nothingIsCountedUnlessAskedFor() {
    assertThat(run(COPY, 1)).doesNotContainKey("cache.fetched.sectors");
  }

  /** Stores fetch nothing; what fits stays there from launch to launch. */
  @Test
  void whatFitsIsFetchedOnce() {
    Emulator.set("cache", String.valueOf(1 << 20));
    assertThat(run(COPY, 3))
        .containsEntry("cache.fetched.sectors", SECTORS)
        .containsEntry("cache.written.sectors", 0L)
        .containsEntry("cache.kernel.k", SECTORS);
  }

  @Test
  void whatDoesNotFitIsFetchedAndWrittenEachTime() {
    Emulator.set("cache", String.valueOf(16 * 32));
    Map<String, Long> counted = run(COPY, 2);
    assertThat(counted).containsEntry("cache.fetched.sectors", 2 * SECTORS);
    // All but what the sixteen sectors still hold, of both arrays.
    assertThat(counted.get("cache.written.sectors")).isBetween(2 * SECTORS - 16, 2 * SECTORS);
  }

  @Test
  void atomicsFetchAndWrite() {
    Emulator.set("cache", String.valueOf(16 * 32));
    assertThat(run(ADD, 1))
        .containsEntry("cache.fetched.sectors", SECTORS)
        .containsEntry("cache.written.sectors", SECTORS - 16);
  }

  @Test
  void clearedCountersLeaveAnEmptyCache() {
    Emulator.set("cache", String.valueOf(1 << 20));
    run(COPY, 1);
    Emulator.clearCounters();
    assertThat(run(COPY, 1)).containsEntry("cache.fetched.sectors", SECTORS);
  }
}
