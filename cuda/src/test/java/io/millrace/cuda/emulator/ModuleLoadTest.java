package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.regex.Pattern;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is not understood does not load, and the message says which line; no function is missing.
 */
final class ModuleLoadTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate.u32 %r0, %r1;",
        "add.u32.fast %r0, %r1, %r2;",
        "add.u8 %r0, %r1, %r2;",
        "add.rn.f64.sat %d0, %d1, %d2;",
        "ld.global.L3.u32 %r0, [%a0];",
        "ld.global.u32 %r0, %a0;",
        "add.u32 %r0, %r1;",
        "add.u32 %r0, %r1, %l0;",
        "add.u64 %l0, %l1, %r0;",
        "cvt.s32.f64 %r0, %d0;",
        "cvt.f32.f64 %f0, %d0;",
        "mov.u32 %r0, %nowhere;",
        "mov.u32 %r0, nosuchname;",
        "bra NOWHERE;",
        "@%r0 bra HERE; HERE:",
        "shfl.idx.b32 %r0, %r1, 0, 31;",
        "wmma.load.a.sync %r0, [%a0];",
        "setp.lo.s32 %p, %r0, %r1;",
        "atom.global.add.s64 %l0, [%a0], 1;",
        "call foo;",
        "mul.u32 %r0, %r1, %r2;",
        ".reg .f16 %h;"
      })
  void whatIsNotKnownIsRefusedWithItsLine(String instruction) {
    try (var gpu = new Gpu()) {
      String text = Ptx.kernel(instruction);
      assertThat(Gpu.tryLoad(text)).isEqualTo(CUresult.CUDA_ERROR_INVALID_PTX);
      int line = (int) text.substring(0, text.indexOf(instruction)).lines().count() + 1;
      assertThat(Emulator.report()).startsWith("ptx line " + line + ": ");
    }
  }

  @Test
  void whatIsNoPtxIsRefused() {
    try (var gpu = new Gpu()) {
      assertThat(Gpu.tryLoad("\u007fELF...")).isEqualTo(CUresult.CUDA_ERROR_INVALID_IMAGE);
      assertThat(Gpu.tryLoad("hello world")).isEqualTo(CUresult.CUDA_ERROR_INVALID_PTX);
      assertThat(Gpu.tryLoad(Ptx.kernel("").replace("sm_75", "sm_90")))
          .isEqualTo(CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU);
      Emulator.set("capability", 90);
      assertThat(Gpu.tryLoad(Ptx.kernel("").replace("sm_75", "sm_90"))).isZero();
      Gpu.check(JCudaDriver.cuDevicePrimaryCtxReset(new CUdevice()));
      gpu.forget();
    }
  }

  /** A function that JCuda binds and the library lacks would end the process when called. */
  @Test
  void allFunctionsThatJCudaBindsAreThere() throws IOException {
    Emulator.require();
    byte[] library;
    try (var in =
        JCudaDriver.class.getResourceAsStream("/lib/libJCudaDriver-12.6.0-linux-x86_64.so")) {
      library = in.readAllBytes();
    }
    var names = new TreeSet<String>();
    // Names in the table of symbols, between zero bytes; those of the library's own are JNI's.
    var matcher =
        Pattern.compile("(?<=\\x00)cu[A-Z][A-Za-z0-9_]*(?=\\x00)")
            .matcher(new String(library, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      names.add(matcher.group());
    }
    assertThat(names).contains("cuLaunchKernel", "cuMemAlloc_v2").hasSizeGreaterThanOrEqualTo(312);
    assertThat(names.stream().filter(Emulator::exports)).hasSize(312);
  }
}
