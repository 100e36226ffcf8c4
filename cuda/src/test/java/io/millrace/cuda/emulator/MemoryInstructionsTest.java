package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads, stores and atomics of each width, in each state space. */
final class MemoryInstructionsTest {
  private static final long CELL = 0xf1e2d3c4b5a69788L;
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

  private long[] run(String body, int results, long... input) {
    CUdeviceptr out = gpu.zeros(8L * results);
    gpu.launch(gpu.kernel(Ptx.kernel(body), "k"), 1, 1, gpu.upload(input), out, out, out);
    return Gpu.longs(out, results);
  }

  @ParameterizedTest
  @CsvSource({
    "u8, 1, false", "s8, 1, true", "b8, 1, false", "u16, 2, false", "s16, 2, true", "b16, 2, false",
    "u32, 4, false", "s32, 4, true", "b32, 4, false", "u64, 8, false", "s64, 8, true",
        "b64, 8, false"
  })
  void loadsExtendToTheRegister(String type, int bytes, boolean signed) {
    long expected = CELL;
    if (bytes < 8) {
      int up = 64 - 8 * bytes;
      expected = signed ? (CELL << up) >> up : (CELL << up) >>> up;
    }
    for (String from :
        new String[] {
          ".global", "", ".global.nc", ".global.ca", ".volatile.global", ".relaxed.gpu.global"
        }) {
      String load = "ld" + from + "." + type + " %l0, [%a0]; st.global.u64 [%a1], %l0;";
      assertThat(run(load, 1, CELL)).as(load).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"u8, 1", "u16, 2", "b32, 4", "u64, 8"})
  void storesChangeTheirBytesOnly(String type, int bytes) {
    long mask = bytes == 8 ? -1 : (1L << (8 * bytes)) - 1;
    long[] found =
        run(
            "ld.global.u64 %l0, [%a0]; mov.u64 %l1, -1; st.global.u64 [%a1], %l1; st.global."
                + type
                + " [%a1], %l0;",
            1,
            CELL);
    assertThat(found).containsExactly((CELL & mask) | ~mask);
  }

  @Test
  void vectorsAreAdjacentElements() {
    assertThat(
            run("ld.global.v2.u64 {%l0, %l1}, [%a0]; st.global.v2.u64 [%a1], {%l1, %l0};", 2, 5, 6))
        .containsExactly(6, 5);
    assertThat(
            run(
                "ld.global.v4.u32 {%r0, %r1, %r2, %r3}, [%a0]; st.global.v4.b32 [%a1], {%r3, %r2,"
                    + " %r1, %r0};",
                2, 0x0000000200000001L, 0x0000000400000003L))
        .containsExactly(0x0000000300000004L, 0x0000000100000002L);
    assertThat(
            run(
                "ld.global.v4.u8 {%r0, _, %r1, _}, [%a0+4]; add.u32 %r2, %r0, %r1; st.global.u32"
                    + " [%a1], %r2;",
                1, CELL))
        .containsExactly(0xc4 + 0xe2);
  }

  @Test
  void floatsKeepTheirBits() {
    assertThat(run("ld.global.f64 %d0, [%a0]; st.global.f64 [%a1], %d0;", 1, 0x7ff4000000000001L))
        .containsExactly(0x7ff4000000000001L);
    assertThat(run("ld.global.f32 %f0, [%a0]; st.global.f32 [%a1], %f0;", 1, 0x7fa00001L))
        .containsExactly(0x7fa00001L);
  }

  @Test
  void sharedLocalAndConstantMemoryHoldWhatIsWritten() {
    String variables =
        """
        .shared .align 8 .b8 s[64];
        .local .align 8 .b8 here[32];
        .reg .b64 %sp, %lp;
        ld.global.u64 %l0, [%a0];
        mov.u64 %sp, s;
        st.shared.u64 [s+8], %l0;
        ld.shared.u64 %l1, [%sp+8];
        cvta.shared.u64 %l2, %sp;
        ld.u64 %l3, [%l2+8];
        mov.u64 %lp, here;
        st.local.u64 [%lp+16], %l1;
        cvta.local.u64 %l4, %lp;
        ld.u64 %l5, [%l4+16];
        st.global.u64 [%a1], %l1;
        st.global.u64 [%a1+8], %l3;
        st.global.u64 [%a1+16], %l5;
        isspacep.shared %p, %l2;
        isspacep.local %q, %l4;
        isspacep.global %p0, %a1;
        and.pred %p, %p, %q;
        and.pred %p, %p, %p0;
        selp.u64 %l6, 1, 0, %p;
        st.global.u64 [%a1+24], %l6;
        """;
    assertThat(run(variables, 4, CELL)).containsExactly(CELL, CELL, CELL, 1);
  }

  @Test
  void moduleVariablesAreInitialisedAndFoundByName() {
    String ptx =
        Ptx.kernel(
                "ld.const.u32 %r0, [table+8]; ld.global.u32 %r1, [counter]; add.u32 %r1, %r1, %r0;"
                    + " st.global.u32 [counter], %r1;")
            .replace(
                ".visible .entry",
                ".const .align 4 .u32 table[4] = {1, 2, 0x30, 4};\n"
                    + ".visible .global .align 4 .u32 counter = 7;\n"
                    + ".visible .entry");
    CUfunction kernel = gpu.kernel(ptx, "k");
    gpu.launch(kernel, 1, 1, 0L, 0L, 0L, 0L);
    var module = new jcuda.driver.CUmodule();
    Gpu.check(JCudaDriver.cuFuncGetModule(module, kernel));
    var address = new CUdeviceptr();
    var size = new long[1];
    Gpu.check(JCudaDriver.cuModuleGetGlobal(address, size, module, "counter"));
    var value = new int[1];
    Gpu.check(JCudaDriver.cuMemcpyDtoH(Pointer.to(value), address, 4));
    assertThat(value[0]).isEqualTo(7 + 0x30);
    assertThat(size[0]).isEqualTo(4);
  }

  static Stream<Arguments> atomics() {
    return Stream.of(
        atomic("add.u32", 32, Long::sum),
        atomic("add.s32", 32, Long::sum),
        atomic("add.u64", 64, Long::sum),
        atomic("exch.b32", 32, (old, b) -> b),
        atomic("exch.b64", 64, (old, b) -> b),
        atomic("min.u32", 32, Math::min),
        atomic("max.u32", 32, Math::max),
        atomic("min.s32", 32, (old, b) -> Math.min((int) old, (int) b)),
        atomic("max.s32", 32, (old, b) -> Math.max((int) old, (int) b)),
        atomic("min.u64", 64, (old, b) -> Long.compareUnsigned(old, b) < 0 ? old : b),
        atomic("max.u64", 64, (old, b) -> Long.compareUnsigned(old, b) > 0 ? old : b),
        atomic("min.s64", 64, Math::min),
        atomic("max.s64", 64, Math::max),
        atomic("and.b32", 32, (old, b) -> old & b),
        atomic("or.b32", 32, (old, b) -> old | b),
        atomic("xor.b32", 32, (old, b) -> old ^ b),
        atomic("and.b64", 64, (old, b) -> old & b),
        atomic("or.b64", 64, (old, b) -> old | b),
        atomic("xor.b64", 64, (old, b) -> old ^ b),
        atomic("inc.u32", 32, (old, b) -> old >= b ? 0 : old + 1),
        atomic("dec.u32", 32, (old, b) -> old == 0 || old > b ? b : old - 1),
        atomic(
            "add.f64",
            64,
            (old, b) ->
                Double.doubleToRawLongBits(
                    Double.longBitsToDouble(old) + Double.longBitsToDouble(b))),
        atomic(
            "add.f32",
            32,
            (old, b) ->
                Integer.toUnsignedLong(
                    Float.floatToRawIntBits(flushed(flushed(old) + flushed(b))))));
  }

  private static Arguments atomic(String op, int width, LongBinaryOperator oracle) {
    return Arguments.of(op, width, oracle);
  }

  /** On global memory, atom.add.f32 takes subnormals for zeros. */
  private static float flushed(long bits) {
    return flushed(Float.intBitsToFloat((int) bits));
  }

  private static float flushed(float value) {
    return Math.abs(value) < Float.MIN_NORMAL
        ? Math.copySign(0f, value)
        : Float.isNaN(value) ? Float.intBitsToFloat(0x7fffffff) : value;
  }

  @ParameterizedTest
  @MethodSource("atomics")
  void atomicsReturnTheOldValueAndLeaveTheNew(String op, int width, LongBinaryOperator oracle) {
    String type =
        op.contains("f64") ? "f64" : op.contains("f32") ? "f32" : width == 64 ? "u64" : "u32";
    var pending = new ArrayList<long[]>();
    for (long old : Edges.of(type)) {
      for (long operand : Edges.of(type)) {
        // Which NaN a sum gives is not said.
        if (type.charAt(0) != 'f' || !Double.isNaN(number(type, old) + number(type, operand))) {
          pending.add(new long[] {old, operand});
        }
      }
    }
    int rows = pending.size();
    var cells = new long[rows];
    var operands = new long[rows];
    for (int row = 0; row < rows; row++) {
      cells[row] = pending.get(row)[0];
      operands[row] = pending.get(row)[1];
    }
    String register = width == 64 ? "%l" : "%r";
    String body =
        "mul.wide.u32 %l9, %i, 8; add.u64 %l0, %a0, %l9; add.u64 %l1, %a1, %l9; add.u64 %l2, %a2,"
            + " %l9;ld.param.u64 %l10, [p3]; cvt.u64.u32 %l11, %i; setp.ge.u64 %p, %l11, %l10; @%p"
            + " ret;ld.global.b"
            + width
            + " "
            + register
            + "3, [%l1];"
            + "{ .reg ."
            + type
            + " %v, %o; mov.b"
            + width
            + " %v, "
            + register
            + "3;"
            + "atom.global."
            + op
            + " %o, [%l0], %v; mov.b"
            + width
            + " "
            + register
            + "4, %o; }"
            + "st.global.b"
            + width
            + " [%l2], "
            + register
            + "4;";
    CUdeviceptr at = gpu.upload(cells);
    CUdeviceptr out = gpu.zeros(8L * rows);
    gpu.launch(
        gpu.kernel(Ptx.kernel(body), "k"),
        (rows + 63) / 64,
        64,
        at,
        gpu.upload(operands),
        out,
        (long) rows);
    long mask = Edges.mask(width);
    long[] after = Gpu.longs(at, rows);
    long[] old = Gpu.longs(out, rows);
    for (int row = 0; row < rows; row++) {
      assertThat(old[row] & mask).isEqualTo(cells[row] & mask);
      assertThat(after[row] & mask)
          .as("%s of %x and %x", op, cells[row], operands[row])
          .isEqualTo(oracle.applyAsLong(cells[row] & mask, operands[row] & mask) & mask);
    }
  }

  private static double number(String type, long bits) {
    return type.equals("f32") ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  @Test
  void compareAndSwapSwapsOnlyWhatItExpects() {
    String body =
        "mov.u32 %r0, 5; mov.u32 %r1, 9; st.global.u32 [%a1], %r0;atom.global.cas.b32 %r2, [%a1],"
            + " %r1, 1; st.global.u32 [%a1+8], %r2; ld.global.u32 %r3, [%a1]; st.global.u32"
            + " [%a1+16], %r3;atom.global.cas.b32 %r2, [%a1], %r0, 1; st.global.u32 [%a1+24],"
            + " %r2;mov.u64 %l0, 3; st.global.u64 [%a1+32], %l0; atom.global.cas.b64 %l1, [%a1+32],"
            + " 3, 4; st.global.u64 [%a1+40], %l1;";
    assertThat(run(body, 6, 0)).containsExactly(1, 5, 5, 5, 4, 3);
  }

  @Test
  void reductionsHaveNoResult() {
    assertThat(run("red.global.add.u64 [%a1], 5; red.global.max.u32 [%a1+8], 7;", 2, 0))
        .containsExactly(5, 7);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void threadsOfAllBlocksCountTogether(Schedules schedule) {
    schedule.use();
    CUdeviceptr out = gpu.zeros(32);
    String body =
        ".shared .align 8 .u32 s; setp.ne.u32 %p, %t, 0; @!%p st.shared.u32 [s], 0; bar.sync 0;"
            + "atom.shared.add.u32 %r0, [s], 1; atom.global.add.u32 %r1, [%a0], 1; bar.sync 0;"
            + "@%p ret; ld.shared.u32 %r2, [s]; red.global.add.u32 [%a0+8], %r2;";
    gpu.launch(gpu.kernel(Ptx.kernel(body), "k"), 7, 70, out, out, out, out);
    assertThat(Gpu.longs(out, 2)).containsExactly(490, 490);
  }

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }
}
