package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.driver.Blas;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasFillMode;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stand-in for cuBLAS, from the definition of BLAS; numbers are such that sums are exact. */
final class CublasTest {
  private static final double OTHER = 77.5;

  private final cublasHandle handle = new cublasHandle();
  private Gpu gpu;

  @BeforeEach
  void open() {
    gpu = new Gpu();
    assertThat(Blas.missing()).isEmpty();
    assertThat(JCublas2.cublasCreate(handle)).isZero();
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      assertThat(JCublas2.cublasDestroy(handle)).isZero();
      gpu.close();
    }
  }

  /** One call of dsyrk, with so many rows of padding behind each column. */
  private record Syrk(
      boolean lower, int operation, int n, int k, double alpha, double beta, int padding) {
    boolean transposed() {
      return operation != cublasOperation.CUBLAS_OP_N;
    }

    int lda() {
      return Math.max(1, transposed() ? k : n) + padding;
    }

    int ldc() {
      return Math.max(1, n) + padding;
    }

    int call(cublasHandle handle, CUdeviceptr a, CUdeviceptr c) {
      return JCublas2.cublasDsyrk(
          handle,
          lower ? cublasFillMode.CUBLAS_FILL_MODE_LOWER : cublasFillMode.CUBLAS_FILL_MODE_UPPER,
          operation,
          n,
          k,
          Pointer.to(new double[] {alpha}),
          a,
          lda(),
          Pointer.to(new double[] {beta}),
          c,
          ldc());
    }
  }

  static Stream<Syrk> calls() {
    List<Syrk> calls = new ArrayList<>();
    int[] operations = {
      cublasOperation.CUBLAS_OP_N, cublasOperation.CUBLAS_OP_T, cublasOperation.CUBLAS_OP_C
    };
    for (int size = 0; size < 16; size++) {
      for (int operation : operations) {
        for (double alpha : new double[] {0, 1, -2.5}) {
          for (double beta : new double[] {0, 1, 0.5}) {
            boolean lower = (size + operation) % 2 == 0;
            int n = new int[] {0, 1, 3, 6}[size / 4];
            int k = new int[] {0, 1, 2, 5}[size % 4];
            calls.add(new Syrk(lower, operation, n, k, alpha, beta, 0));
            calls.add(new Syrk(!lower, operation, n, k, alpha, beta, 3));
          }
        }
      }
    }
    return calls.stream();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aTriangleOfTheProductAsBlasDefinesIt(Syrk call) {
    int columns = call.transposed() ? call.n : call.k;
    double[] a = new double[Math.max(1, call.lda() * columns)];
    Arrays.setAll(a, i -> call.alpha == 0 ? Double.NaN : (i * 7) % 11 - 4);
    double[] c = new double[Math.max(1, call.ldc() * call.n)];
    Arrays.setAll(c, i -> call.beta == 0 ? Double.NaN : i % 5);
    CUdeviceptr onDevice = gpu.upload(c);
    Gpu.check(call.call(handle, gpu.upload(a), onDevice));
    assertThat(Gpu.doubles(onDevice, c.length)).isEqualTo(expected(call, a, c));
  }

  private static double[] expected(Syrk call, double[] a, double[] c) {
    double[] expected = c.clone();
    for (int row = 0; row < call.n; row++) {
      for (int column = 0; column < call.n; column++) {
        if (call.lower ? row < column : row > column) {
          continue;
        }
        int at = column * call.ldc() + row;
        double value = call.beta == 0 ? 0 : call.beta * c[at];
        for (int inner = call.k - 1; inner >= 0 && call.alpha != 0; inner--) {
          value += call.alpha * a[at(call, row, inner)] * a[at(call, column, inner)];
        }
        expected[at] = value;
      }
    }
    return expected;
  }

  private static int at(Syrk call, int row, int inner) {
    return call.transposed() ? row * call.lda() + inner : inner * call.lda() + row;
  }

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void workIsDoneInTheOrderOfItsStream(Schedules schedule) {
    schedule.use();
    CUstream stream = new CUstream();
    Gpu.check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    Gpu.check(JCublas2.cublasSetStream(handle, new cudaStream_t(stream)));
    CUdeviceptr a = gpu.upload(OTHER, OTHER);
    CUdeviceptr c = gpu.upload(OTHER);
    Gpu.check(JCudaDriver.cuMemcpyDtoDAsync(a, gpu.upload(3.0, 4.0), 16, stream));
    Syrk call = new Syrk(true, cublasOperation.CUBLAS_OP_T, 1, 2, 1, 0, 0);
    Gpu.check(call.call(handle, a, c));
    Gpu.check(JCudaDriver.cuMemsetD8Async(a, (byte) 0, 16, stream));
    Gpu.check(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(Gpu.doubles(c, 1)).containsExactly(25);
    Gpu.check(JCudaDriver.cuStreamDestroy(stream));
  }

  @Test
  void memoryIsCheckedWhenTheWorkIsDone() {
    dies(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, "out of bounds: dsyrk A", gpu.upload(1.0, 2.0, 3.0));
  }

  @Test
  void whatWasNeverWrittenIsNotMultiplied() {
    dies(CUresult.CUDA_ERROR_LAUNCH_FAILED, "uninitialised read: dsyrk A", gpu.allocate(32));
  }

  @Test
  void workOfTwoStreamsHasToBeOrdered() {
    CUstream stream = new CUstream();
    Gpu.check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    CUdeviceptr a = gpu.upload(1.0, 2.0, 3.0, 4.0);
    Gpu.check(JCudaDriver.cuMemsetD8Async(a, (byte) 0, 32, stream));
    dies(CUresult.CUDA_ERROR_LAUNCH_FAILED, "race between streams", a);
  }

  @Test
  void theResultHasToFit() {
    Syrk call = new Syrk(true, cublasOperation.CUBLAS_OP_T, 2, 2, 1, 0, 0);
    Gpu.check(call.call(handle, gpu.upload(1.0, 2.0, 3.0, 4.0), gpu.upload(1.0, 2.0, 3.0)));
    died(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, "out of bounds: dsyrk C");
  }

  private void dies(int code, String report, CUdeviceptr a) {
    Syrk call = new Syrk(true, cublasOperation.CUBLAS_OP_T, 2, 2, 1, 0, 0);
    Gpu.check(call.call(handle, a, gpu.upload(1.0, 2.0, 3.0, 4.0)));
    died(code, report);
  }

  private static void died(int code, String report) {
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(code);
    assertThat(Emulator.report()).contains(report);
  }

  @Test
  void wrongArgumentsAreRefused() {
    CUdeviceptr a = gpu.upload(1.0, 2.0, 3.0, 4.0);
    Pointer one = Pointer.to(new double[] {1});
    int[][] wrong = {
      // fill, operation, n, k, lda, ldc
      {2, 1, 2, 2, 2, 2},
      {0, 3, 2, 2, 2, 2},
      {0, 1, -1, 2, 2, 2},
      {0, 1, 2, -1, 2, 2},
      {0, 1, 2, 2, 1, 2},
      {0, 0, 2, 1, 1, 2},
      {0, 1, 2, 2, 2, 1}
    };
    for (int[] w : wrong) {
      int code = JCublas2.cublasDsyrk(handle, w[0], w[1], w[2], w[3], one, a, w[4], one, a, w[5]);
      assertThat(code).as(Arrays.toString(w)).isEqualTo(cublasStatus.CUBLAS_STATUS_INVALID_VALUE);
    }
  }

  @Test
  void theRestIsThereAndNotSupported() throws IOException {
    assertThat(JCublas2.cublasSetPointerMode(handle, 0))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_NOT_SUPPORTED);
    Path library =
        Path.of(System.getProperty("test.emulated.driver")).resolveSibling("libcublas.so.12");
    Set<String> bound = boundByJCublas();
    assertThat(bound).hasSizeGreaterThan(400);
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup lookup = SymbolLookup.libraryLookup(library, arena);
      assertThat(bound).allMatch(name -> lookup.find(name).isPresent());
    }
  }

  /** Names of BLAS functions among the strings of JCublas2's native library. */
  private static Set<String> boundByJCublas() throws IOException {
    String native2 = "/lib/libJCublas2-12.6.0-linux-x86_64.so";
    Set<String> names = new TreeSet<>();
    try (InputStream in = JCublas2.class.getResourceAsStream(native2)) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      Matcher matcher = Pattern.compile("\0(cublas[A-Z][A-Za-z0-9_]*)(?=\0)").matcher(text);
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }
}
