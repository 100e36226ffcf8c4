package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels with a mistake in them: each is caught under each schedule, and the report says where.
 */
final class SeededDefectsTest {
  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  /** The launch fails with the code, and the report has all of the texts. */
  private static void caught(
      Schedules schedule, int code, String body, int blocks, int threads, String... report) {
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr data = gpu.zeros(4096);
      CUdeviceptr unwritten = gpu.allocate(4096);
      int found =
          gpu.tryLaunch(
              gpu.kernel(Ptx.kernel(body), "k"), blocks, threads, 0, data, unwritten, 0L, 0L);
      assertThat(CUresult.stringFor(found) + "\n" + Emulator.report())
          .contains(CUresult.stringFor(code))
          .contains(report)
          .contains("kernel=k");
    }
  }

  private static final String SHARED =
      ".shared .align 8 .b8 s[512]; mov.u32 %r0, s; shl.b32 %r1, %t, 2; add.u32 %r2, %r0, %r1;";

  @ParameterizedTest
  @MethodSource("schedules")
  void aMissingBarrierIsARace(Schedules schedule) {
    // Each thread reads what its neighbour in the next warp wrote.
    String body =
        SHARED
            + "st.shared.u32 [%r2], %t; xor.b32 %r3, %r1, 128; add.u32 %r3, %r3, %r0; ld.shared.u32"
            + " %r4, [%r3];";
    for (String check : new String[] {"true", "false"}) {
      try (var gpu = new Gpu()) {
        schedule.use();
        Emulator.set("check.uninitialised", check);
        CUdeviceptr data = gpu.zeros(8);
        int found =
            gpu.tryLaunch(gpu.kernel(Ptx.kernel(body), "k"), 1, 64, 0, data, data, data, data);
        assertThat(found).isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
        assertThat(Emulator.report())
            .containsAnyOf("race in shared memory", "uninitialised read")
            .contains("shared array s");
      }
    }
    // With it, all is well.
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr data = gpu.zeros(8);
      gpu.launch(
          gpu.kernel(Ptx.kernel(body.replace("xor", "bar.sync 0; xor")), "k"),
          1,
          64,
          data,
          data,
          data,
          data);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void whatOrdersOtherThingsDoesNotOrderThis(Schedules schedule) {
    // A fence before the write, or barriers of the two warps each for itself.
    String write = "st.shared.u32 [%r2], %t;";
    String read = "xor.b32 %r3, %r1, 128; add.u32 %r3, %r3, %r0; ld.shared.u32 %r4, [%r3];";
    for (String body :
        new String[] {
          SHARED + "membar.cta;" + write + read, SHARED + write + "bar.warp.sync -1;" + read
        }) {
      try (var gpu = new Gpu()) {
        schedule.use();
        Emulator.set("check.uninitialised", false);
        CUdeviceptr data = gpu.zeros(8);
        assertThat(
                gpu.tryLaunch(gpu.kernel(Ptx.kernel(body), "k"), 1, 64, 0, data, data, data, data))
            .as(body)
            .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
        assertThat(Emulator.report()).contains("race in shared memory");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aReductionWithinAWarpIsNoRace(Schedules schedule) {
    // Each round, a place is read by two lanes and then written by one.
    var body = new StringBuilder(SHARED + "st.shared.u32 [%r2], %t; bar.warp.sync -1;");
    for (int by = 16; by > 0; by /= 2) {
      body.append("xor.b32 %r3, %r1, ").append(4 * by).append("; add.u32 %r3, %r3, %r0;");
      body.append("ld.shared.u32 %r4, [%r3]; ld.shared.u32 %r5, [%r2]; add.u32 %r4, %r4, %r5;");
      body.append("bar.warp.sync -1; st.shared.u32 [%r2], %r4; bar.warp.sync -1;");
    }
    body.append("mul.wide.u32 %l0, %t, 4; add.u64 %l0, %a0, %l0; st.global.u32 [%l0], %r4;");
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr out = gpu.allocate(128);
      gpu.launch(gpu.kernel(Ptx.kernel(body.toString()), "k"), 1, 32, out, out, out, out);
      assertThat(Gpu.ints(out, 32)).containsOnly(496);
      String unordered = body.toString().replace("bar.warp.sync -1; st.shared", "st.shared");
      assertThat(
              gpu.tryLaunch(gpu.kernel(Ptx.kernel(unordered), "k"), 1, 32, 0, out, out, out, out))
          .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aMissingWarpBarrierIsARace(Schedules schedule) {
    String body =
        SHARED
            + "st.shared.u32 [%r2], %t; xor.b32 %r3, %r1, 4; add.u32 %r3, %r3, %r0; ld.shared.u32"
            + " %r4, [%r3];";
    try (var gpu = new Gpu()) {
      schedule.use();
      Emulator.set("check.uninitialised", false);
      CUdeviceptr data = gpu.zeros(8);
      assertThat(gpu.tryLaunch(gpu.kernel(Ptx.kernel(body), "k"), 1, 32, 0, data, data, data, data))
          .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
      assertThat(Emulator.report()).contains("race in shared memory: ");
    }
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr data = gpu.zeros(8);
      gpu.launch(
          gpu.kernel(Ptx.kernel(body.replace("xor", "bar.warp.sync -1; xor")), "k"),
          1,
          32,
          data,
          data,
          data,
          data);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aMissingClaimInSharedMemoryIsARace(Schedules schedule) {
    String body =
        SHARED
            + "st.shared.u32 [s], 0; bar.sync 0; ld.shared.u32 %r3, [s]; add.u32 %r3, %r3, 1;"
            + " st.shared.u32 [s], %r3;";
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_FAILED,
        body,
        1,
        64,
        "race in shared memory",
        "byte 0 of shared array s");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aMissingClaimBetweenBlocksIsARace(Schedules schedule) {
    String body =
        "setp.ne.u32 %p, %t, 0; @%p ret; ld.global.u32 %r0, [%a0+16]; add.u32 %r0, %r0, 1;"
            + " st.global.u32 [%a0+16], %r0;";
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_FAILED,
        body,
        5,
        32,
        "race between blocks",
        "byte 16 of allocation",
        "st.global.u32");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aPlainReadOfWhatOtherBlocksUpdateAtomicallyIsARace(Schedules schedule) {
    String body =
        "ld.global.u32 %r0, [%a0]; setp.ne.u32 %p, %r0, 0; @!%p atom.global.cas.b32 %r1, [%a0], 0,"
            + " 1;";
    caught(schedule, CUresult.CUDA_ERROR_LAUNCH_FAILED, body, 5, 1, "race between blocks");
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr data = gpu.zeros(8);
      gpu.launch(
          gpu.kernel(Ptx.kernel(body.replace("ld.global", "ld.relaxed.gpu.global")), "k"),
          5,
          1,
          data,
          data,
          data,
          data);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aPublishedValueIsNoRaceAndAnUnpublishedIs(Schedules schedule) {
    // Block 0 writes, fences and raises a flag; the others wait for the flag and read.
    String body =
        "setp.ne.u32 %p, %b, 0; @%p bra WAIT; st.global.u32 [%a0+8], 42; membar.gl;"
            + " atom.global.exch.b32 %r0, [%a0], 1; bra END;WAIT: ld.acquire.gpu.global.u32 %r1,"
            + " [%a0]; setp.eq.u32 %q, %r1, 0; @%q bra WAIT; ld.global.u32 %r2, [%a0+8];"
            + " red.global.add.u32 [%a0+16], %r2; END:";
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr data = gpu.zeros(24);
      gpu.launch(gpu.kernel(Ptx.kernel(body), "k"), 4, 1, data, data, data, data);
      assertThat(Gpu.ints(data, 5)[4]).isEqualTo(3 * 42);
    }
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_FAILED,
        body.replace("membar.gl;", ""),
        4,
        1,
        "race between blocks: read after another block's write");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aDivergentShuffleIsADeadlock(Schedules schedule) {
    String body =
        "setp.ge.u32 %p, %t, 16; @%p bra AWAY; shfl.sync.bfly.b32 %r0, %t, 1, 31, -1; AWAY:"
            + " bar.sync 0;";
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
        body,
        1,
        32,
        "deadlock",
        "32 threads",
        "lanes 0xffff wait",
        "shfl.sync.bfly",
        "bar.sync 0");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aShuffleFromAThreadThatLeftIsCaught(Schedules schedule) {
    String body = "setp.ge.u32 %p, %t, 16; @%p ret; shfl.sync.idx.b32 %r0, %t, 20, 31, -1;";
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_FAILED,
        body,
        1,
        32,
        "shuffle reads lane 20, which does not take part");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aMaskWithoutOneselfIsCaught(Schedules schedule) {
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_FAILED,
        "bar.warp.sync 0xfffffffe;",
        1,
        32,
        "its own mask does not name",
        "thread=(0,0,0)");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void anOverrunOfOneSharedArrayIntoAnotherIsCaught(Schedules schedule) {
    String body =
        ".shared .align 4 .b8 first[64]; .shared .align 4 .b8 second[64]; mov.u32 %r0, first;"
            + " shl.b32 %r1, %t, 2; add.u32 %r0, %r0, %r1; st.shared.u32 [%r0], %t;";
    caught(
        schedule,
        CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
        body,
        1,
        17,
        "out of bounds",
        "byte 64 of shared array first",
        "thread=(16,0,0)");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void anOutOfBoundsAccessIsCaughtAndSticky(Schedules schedule) {
    String body = "mul.wide.u32 %l0, %i, 8; add.u64 %l0, %a0, %l0; ld.global.u64 %l1, [%l0];";
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr data = gpu.zeros(8 * 63);
      var kernel = gpu.kernel(Ptx.kernel(body), "k");
      assertThat(gpu.tryLaunch(kernel, 2, 32, 0, data, data, data, data))
          .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
      assertThat(Emulator.report())
          .contains(
              "out of bounds: read of 8 bytes",
              "byte 504 of allocation #",
              "size=504",
              "block=(1,0,0) thread=(31,0,0)",
              "ld.global.u64");
      assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8))
          .as("the context is dead")
          .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
      assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
    }
  }

  @Test
  void aFarAddressAndNullAreCaught() {
    var schedule = new Schedules("round-robin", 1);
    caught(
        schedule,
        CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
        "ld.global.u32 %r0, [0];",
        1,
        1,
        "near no allocation");
    caught(
        schedule,
        CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
        "mov.u64 %l0, 0x123400000000; st.global.u32 [%l0], 1;",
        1,
        1,
        "out of bounds: write");
    caught(
        schedule,
        CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
        "ld.u32 %r0, [%a0+-4];",
        1,
        1,
        "out of bounds: read");
    caught(
        schedule,
        CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
        "atom.global.add.u32 %r0, [%a0+4096], 1;",
        1,
        1,
        "out of bounds: atomic");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aMisalignedAccessIsCaught(Schedules schedule) {
    caught(
        schedule,
        CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
        "add.u64 %l0, %a0, %l0; ld.global.u64 %l1, [%a0+4];",
        1,
        8,
        "misaligned: read of 8 bytes");
    caught(
        schedule,
        CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
        SHARED + "st.shared.u32 [s+2], 1;",
        1,
        8,
        "misaligned: 4 bytes");
    caught(
        schedule,
        CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
        "ld.global.v2.u64 {%l1, %l2}, [%a0+8];",
        1,
        8,
        "misaligned: read of 16 bytes");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void useAfterFreeIsCaught(Schedules schedule) {
    try (var gpu = new Gpu()) {
      schedule.use();
      var freed = new CUdeviceptr();
      Gpu.check(JCudaDriver.cuMemAlloc(freed, 64));
      long address = Gpu.address(freed);
      Gpu.check(JCudaDriver.cuMemFree(freed));
      gpu.allocate(64);
      var kernel = gpu.kernel(Ptx.kernel("ld.global.u32 %r0, [%a0+4];"), "k");
      assertThat(gpu.tryLaunch(kernel, 1, 32, 0, address, 0L, 0L, 0L))
          .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
      assertThat(Emulator.report()).contains("use after free", "freed)");
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void anUninitialisedAccumulatorIsCaught(Schedules schedule) {
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_FAILED,
        "atom.global.add.u64 %l0, [%a1+8], 1;",
        1,
        32,
        "uninitialised read: 8 bytes",
        "byte 8 of allocation");
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_FAILED,
        SHARED + "atom.shared.add.u32 %r3, [s+4], 1;",
        1,
        32,
        "uninitialised read: 4 bytes, byte 4 of shared array s");
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_FAILED,
        "st.global.u32 [%a1], 1; ld.global.u64 %l0, [%a1];",
        1,
        1,
        "uninitialised read");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aBarrierThatSomeNeverReachIsADeadlock(Schedules schedule) {
    String body = "setp.lt.u32 %p, %t, 32; @%p bar.sync 0; @!%p bar.sync 1;";
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
        body,
        1,
        64,
        "deadlock: 64 threads",
        "bar.sync 0",
        "bar.sync 1");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aLoopThatWaitsForNobodyIsGivenUp(Schedules schedule) {
    try (var gpu = new Gpu()) {
      schedule.use();
      Emulator.set("patience", 100_000);
      CUdeviceptr data = gpu.zeros(8);
      var kernel =
          gpu.kernel(
              Ptx.kernel(
                  "SPIN: ld.volatile.global.u32 %r0, [%a0]; setp.eq.u32 %p, %r0, 0; @%p bra SPIN;"),
              "k");
      assertThat(gpu.tryLaunch(kernel, 2, 64, 0, data, data, data, data))
          .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_TIMEOUT);
      assertThat(Emulator.report()).contains("no progress", "kernel=k");
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aTrapEndsTheLaunch(Schedules schedule) {
    caught(
        schedule,
        CUresult.CUDA_ERROR_LAUNCH_FAILED,
        "setp.eq.u32 %p, %t, 9; @%p trap;",
        1,
        32,
        "trap",
        "thread=(9,0,0)");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void bytesOfOneWordMayBeWrittenByDifferentBlocks(Schedules schedule) {
    try (var gpu = new Gpu()) {
      schedule.use();
      CUdeviceptr data = gpu.allocate(8);
      String body = "cvt.u64.u32 %l0, %b; add.u64 %l0, %a0, %l0; st.global.u8 [%l0], %b;";
      gpu.launch(gpu.kernel(Ptx.kernel(body), "k"), 8, 1, data, data, data, data);
      assertThat(Gpu.longs(data, 1)).containsExactly(0x0706050403020100L);
    }
  }
}
