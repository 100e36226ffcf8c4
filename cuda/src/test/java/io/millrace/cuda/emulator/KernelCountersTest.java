package io.millrace.cuda.emulator;

import static io.millrace.cuda.emulator.CountedRows.ROWS;
import static io.millrace.cuda.emulator.CountedRows.SECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted for each kernel. */
class KernelCountersTest {
  /** Parameters as kernels have them: the number of rows first. */
  private static final String KERNEL =
      """
      .version 7.0
      .target sm_75
      .address_size 64
      .visible .entry k(.param .u32 rows, .param .u64 from, .param .u64 to)
      {
        .reg .b32 %%i<5>;
        .reg .b64 %%l<4>;
        .shared .align 8 .b8 own[8192];
        ld.param.u64 %%l1, [from];
        ld.param.u64 %%l2, [to];
        mov.u32 %%i0, %%ctaid.x;
        mov.u32 %%i1, %%ntid.x;
        mov.u32 %%i2, %%tid.x;
        mad.lo.u32 %%i3, %%i0, %%i1, %%i2;
        mul.wide.u32 %%l0, %%i3, 8;
        add.u64 %%l1, %%l1, %%l0;
        add.u64 %%l2, %%l2, %%l0;
        %s
        ret;
      }
      """;

  private static final String COPY = "ld.global.u64 %l3, [%l1]; st.global.u64 [%l2], %l3;";

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
    return rows.run(KERNEL.formatted(body), times, ROWS, rows.in, rows.out);
  }

  @Test
  void nothingIsCountedUnlessAskedFor() {
    assertThat(run(COPY, 1)).doesNotContainKey("kernel.k.launches");
  }

  @Test
  void launchesAddUp() {
    Emulator.set("counters.kernels", "true");
    assertThat(run(COPY, 3))
        .containsEntry("kernel.k.launches", 3L)
        .containsEntry("kernel.k.items", 3L * ROWS)
        .containsEntry("kernel.k.thread.instructions", 3L * ROWS * 12)
        .containsEntry("kernel.k.load.sectors", 3 * SECTORS)
        .containsEntry("kernel.k.store.sectors", 3 * SECTORS)
        .containsEntry("kernel.k.atomic.sectors", 0L)
        .containsEntry("kernel.k.read.sectors", 3 * SECTORS)
        .containsEntry("kernel.k.written.sectors", 3 * SECTORS)
        .containsEntry("kernel.k.bank.conflicts", 0L);
  }

  /** What a launch reads again has to be moved once. */
  @Test
  void sectorsReadAgain() {
    Emulator.set("counters.kernels", "true");
    assertThat(run("ld.global.u64 %l3, [%l1];" + COPY, 1))
        .containsEntry("kernel.k.load.sectors", 2 * SECTORS)
        .containsEntry("kernel.k.read.sectors", SECTORS);
  }

  /** Blocks on several workers may touch the same sectors. */
  @Test
  void sectorsOfAllBlocksAreOneSet() {
    Emulator.set("counters.kernels", "true");
    Emulator.set("check.global-races", "false");
    Emulator.set("workers", "2");
    assertThat(run("ld.param.u64 %l1, [from];" + COPY, 1))
        .containsEntry("kernel.k.load.sectors", ROWS / 32L)
        .containsEntry("kernel.k.read.sectors", 1L);
  }

  @Test
  void atomicsReadAndWrite() {
    Emulator.set("counters.kernels", "true");
    assertThat(run("red.global.add.u64 [%l2], 1;", 1))
        .containsEntry("kernel.k.atomic.sectors", SECTORS)
        .containsEntry("kernel.k.read.sectors", SECTORS)
        .containsEntry("kernel.k.written.sectors", SECTORS)
        .containsEntry("kernel.k.load.sectors", 0L);
  }

  /** 64 bytes apart, 32 lanes have two banks: sixteen passes, fifteen beyond the first. */
  @Test
  void bankConflicts() {
    Emulator.set("counters.kernels", "true");
    String body = "mov.u32 %i4, own; mad.lo.u32 %i4, %i2, 64, %i4; st.shared.u32 [%i4], %i2;";
    assertThat(run(body, 1)).containsEntry("kernel.k.bank.conflicts", ROWS / 32 * 15L);
  }

  @Test
  void clearedWithTheOthers() {
    Emulator.set("counters.kernels", "true");
    run(COPY, 1);
    Emulator.clearCounters();
    assertThat(Emulator.counters()).doesNotContainKey("kernel.k.launches");
  }
}
