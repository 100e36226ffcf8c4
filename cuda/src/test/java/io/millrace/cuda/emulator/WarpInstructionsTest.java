package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What threads of a warp and of a block do together, under all schedules. */
final class WarpInstructionsTest {
  private Gpu gpu;

  @BeforeEach
  void open() {
    gpu = Gpu.emulatedOrReal();
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      gpu.close();
    }
  }

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  /** Runs one block; the body leaves a thread's result in %r0. Input is 7·t mod 32 in %r1. */
  private int[] run(Schedules schedule, int threads, String body) {
    schedule.use();
    CUdeviceptr out = gpu.allocate(4L * threads);
    String all =
        "mul.lo.u32 %r1, %t, 7; and.b32 %r1, %r1, 31;"
            + body
            + "mul.wide.u32 %l0, %t, 4; add.u64 %l0, %a0, %l0; st.global.u32 [%l0], %r0;";
    gpu.launch(gpu.kernel(Ptx.kernel(all), "k"), 1, threads, out, out, out, out);
    return Gpu.ints(out, threads);
  }

  private static int[] expected(int threads, IntUnaryOperator of) {
    var values = new int[threads];
    for (int t = 0; t < threads; t++) {
      values[t] = of.applyAsInt(t);
    }
    return values;
  }

  private static int input(int thread) {
    return (7 * thread) & 31;
  }

  private void shuffle(
      Schedules schedule, String mode, int b, int segment, IntBinaryOperator source) {
    int clamp = mode.equals("up") ? 0 : 31;
    int c = ((32 - segment) << 8) | clamp;
    int[] found =
        run(
            schedule,
            64,
            "shfl.sync."
                + mode
                + ".b32 %r0|%p, %r1, "
                + b
                + ", "
                + c
                + ", -1; @!%p add.u32 %r0, %r0, 1000;");
    assertThat(found)
        .as(mode + " by " + b + " in segments of " + segment)
        .isEqualTo(
            expected(
                64,
                t -> {
                  int lane = t & 31;
                  int from = source.applyAsInt(lane, b);
                  boolean inside = from >= 0 && from / segment == lane / segment;
                  return inside ? input((t & ~31) + from) : input(t) + 1000;
                }));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void shufflesReadOtherLanes(Schedules schedule) {
    for (int segment : new int[] {32, 16, 8}) {
      for (int by : new int[] {0, 1, 3, 7}) {
        shuffle(schedule, "up", by, segment, (lane, b) -> lane - b);
        shuffle(schedule, "down", by, segment, (lane, b) -> lane + b);
        shuffle(schedule, "bfly", by, segment, (lane, b) -> lane ^ b);
        shuffle(schedule, "idx", by, segment, (lane, b) -> (lane / segment) * segment + b);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void votesAreOfTheNamedThreads(Schedules schedule) {
    int odd = 0xaaaaaaaa;
    int holds = 0;
    for (int t = 0; t < 32; t++) {
      holds |= (input(t) > 15 ? 1 : 0) << t;
    }
    int votes = holds;
    assertThat(run(schedule, 32, "setp.gt.u32 %p, %r1, 15; vote.sync.ballot.b32 %r0, %p, -1;"))
        .containsOnly(votes);
    String halves =
        "setp.gt.u32 %p, %r1, 15; and.b32 %r2, %t, 1; setp.eq.u32 %q, %r2, 1; @%q bra"
            + " ODD;vote.sync.ballot.b32 %r0, %p, 0x55555555; bra END; ODD: vote.sync.ballot.b32"
            + " %r0, !%p, 0xaaaaaaaa; END:";
    assertThat(run(schedule, 32, halves))
        .isEqualTo(expected(32, t -> (t & 1) == 1 ? (~votes & odd) : (votes & ~odd)));
    String quantifiers =
        "setp.lt.u32 %p, %r1, 32; vote.sync.all.pred %q, %p, -1; selp.u32 %r0, 1, 0, %q;setp.eq.u32"
            + " %p, %r1, 7; vote.sync.any.pred %q, %p, -1; selp.u32 %r2, 2, 0, %q; or.b32 %r0, %r0,"
            + " %r2;vote.sync.uni.pred %q, %p, -1; selp.u32 %r2, 4, 0, %q; or.b32 %r0, %r0, %r2;";
    assertThat(run(schedule, 32, quantifiers)).containsOnly(3);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void matchesFindEqualValues(Schedules schedule) {
    int[] groups = new int[32];
    for (int t = 0; t < 32; t++) {
      for (int other = 0; other < 32; other++) {
        groups[t] |= (other % 5 == t % 5 ? 1 : 0) << other;
      }
    }
    assertThat(run(schedule, 32, "rem.u32 %r2, %t, 5; match.any.sync.b32 %r0, %r2, -1;"))
        .isEqualTo(groups);
    assertThat(
            run(
                schedule,
                32,
                "rem.u32 %r2, %t, 5; cvt.u64.u32 %l1, %r2; shl.b64 %l1, %l1, 40; match.any.sync.b64"
                    + " %r0, %l1, -1;"))
        .isEqualTo(groups);
    assertThat(run(schedule, 32, "match.all.sync.b32 %r0|%p, 4, -1; @%p add.u32 %r0, %r0, 2;"))
        .containsOnly(1);
    assertThat(run(schedule, 32, "match.all.sync.b32 %r0|%p, %t, -1; @%p add.u32 %r0, %r0, 2;"))
        .containsOnly(0);
    // Each group then works on its own: the leader's value reaches its members.
    String leaders =
        "rem.u32 %r2, %t, 5; match.any.sync.b32 %r3, %r2, -1; brev.b32 %r4, %r3; clz.b32 %r4, %r4;"
            + "shfl.sync.idx.b32 %r0, %t, %r4, 31, %r3; bar.warp.sync %r3;";
    assertThat(run(schedule, 32, leaders)).isEqualTo(expected(32, t -> t % 5));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void reductionsCombineAllLanes(Schedules schedule) {
    assertThat(run(schedule, 32, "redux.sync.add.u32 %r0, %t, -1;")).containsOnly(496);
    assertThat(run(schedule, 32, "sub.s32 %r2, %t, 10; redux.sync.min.s32 %r0, %r2, -1;"))
        .containsOnly(-10);
    assertThat(run(schedule, 32, "sub.s32 %r2, %t, 10; redux.sync.max.u32 %r0, %r2, -1;"))
        .containsOnly(-1);
    assertThat(run(schedule, 32, "redux.sync.or.b32 %r0, %t, -1;")).containsOnly(31);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void specialRegistersTellWhoOneIs(Schedules schedule) {
    assertThat(
            run(
                schedule,
                70,
                "mov.u32 %r0, %laneid; mov.u32 %r2, %warpid; shl.b32 %r2, %r2, 8; or.b32 %r0, %r0,"
                    + " %r2;"))
        .isEqualTo(expected(70, t -> (t % 32) | ((t / 32) << 8)));
    assertThat(run(schedule, 32, "mov.u32 %r0, %lanemask_lt;"))
        .isEqualTo(expected(32, t -> (1 << t) - 1));
    assertThat(run(schedule, 32, "mov.u32 %r0, %lanemask_ge;"))
        .isEqualTo(expected(32, t -> -1 << t));
    assertThat(
            run(
                schedule,
                32,
                "mov.u32 %r2, %ntid.x; mov.u32 %r0, %nctaid.x; mad.lo.u32 %r0, %r2, 10, %r0;"))
        .containsOnly(321);
    assertThat(run(schedule, 32, "activemask.b32 %r2; shr.u32 %r2, %r2, %t; and.b32 %r0, %r2, 1;"))
        .containsOnly(1);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void barriersReduceAndJoinParts(Schedules schedule) {
    assertThat(run(schedule, 96, "setp.lt.u32 %p, %t, 41; bar.red.popc.u32 %r0, 0, %p;"))
        .containsOnly(41);
    assertThat(
            run(
                schedule,
                96,
                "setp.lt.u32 %p, %t, 41; bar.red.and.pred %q, 0, %p; selp.u32 %r0, 1, 0, %q;"))
        .containsOnly(0);
    assertThat(
            run(
                schedule,
                96,
                "setp.lt.u32 %p, %t, 41; bar.red.or.pred %q, 0, %p; selp.u32 %r0, 1, 0, %q;"))
        .containsOnly(1);
    // Warp 0 produces, warps 1 and 2 consume: a barrier of 96 threads where the producer only
    // arrives.
    String handOver =
        ".shared .u32 s; setp.ge.u32 %p, %t, 32; @%p bra CONSUME; setp.ne.u32 %q, %t, 0;@!%q"
            + " st.shared.u32 [s], 77; bar.warp.sync -1; bar.arrive 1, 96; mov.u32 %r0, 0; bra"
            + " END;CONSUME: bar.sync 1, 96; ld.shared.u32 %r0, [s]; END:";
    assertThat(run(schedule, 96, handOver)).isEqualTo(expected(96, t -> t < 32 ? 0 : 77));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void threadsThatPartMeetAgain(Schedules schedule) {
    // Each thread loops as often as its number says, and takes its own way through each round.
    String body =
        "mov.u32 %r0, 0; mov.u32 %r2, 0; LOOP: setp.ge.u32 %p, %r2, %t; @%p bra DONE;and.b32 %r3,"
            + " %r2, 1; setp.eq.u32 %q, %r3, 0; @%q bra EVEN; add.u32 %r0, %r0, 100; bra NEXT;EVEN:"
            + " add.u32 %r0, %r0, 1; NEXT: add.u32 %r2, %r2, 1; bra LOOP; DONE:shfl.sync.idx.b32"
            + " %r4, %r0, 31, 31, -1; add.u32 %r0, %r0, %r4;";
    assertThat(run(schedule, 32, body))
        .isEqualTo(expected(32, t -> (t + 1) / 2 + 100 * (t / 2) + 16 + 100 * 15));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aThreadThatSpinsLetsOthersMove(Schedules schedule) {
    // A lock taken by threads of one warp: whoever spins must not keep the holder from leaving.
    String body =
        ".shared .align 4 .u32 lock; .shared .align 4 .u32 sum; setp.ne.u32 %p, %t, 0;@!%p"
            + " st.shared.u32 [lock], 0; @!%p st.shared.u32 [sum], 0; bar.sync 0;SPIN:"
            + " atom.shared.cas.b32 %r2, [lock], 0, 1; setp.ne.u32 %q, %r2, 0; @%q bra SPIN;"
            + " membar.cta;ld.volatile.shared.u32 %r3, [sum]; add.u32 %r3, %r3, 1;"
            + " st.volatile.shared.u32 [sum], %r3; membar.cta;atom.shared.exch.b32 %r4, [lock], 0;"
            + " bar.sync 0; ld.shared.u32 %r0, [sum];";
    assertThat(run(schedule, 64, body)).containsOnly(64);
  }
}
