package io.millrace.cuda.driver;

import io.millrace.error.DeviceException;
import io.millrace.error.InternalException;
import io.millrace.error.MillraceException;
import java.util.Optional;
import java.util.Set;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasFillMode;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/**
 * cuBLAS on one stream of the context that is bound. Work is queued and not waited for, errors of
 * the device surface where the stream is. For one thread at a time.
 */
public final class Blas implements AutoCloseable {
  private static final Set<Integer> OURS =
      Set.of(
          cublasStatus.CUBLAS_STATUS_INVALID_VALUE,
          cublasStatus.CUBLAS_STATUS_ARCH_MISMATCH,
          cublasStatus.CUBLAS_STATUS_NOT_SUPPORTED);

  private final cublasHandle handle = new cublasHandle();
  private final Pointer one = Pointer.to(new double[] {1});
  private final Pointer zero = Pointer.to(new double[] {0});

  private Blas() {}

  /**
   * Why there is no cuBLAS for the driver in use, for people; empty if there is. Looked for once in
   * a process, at the first question, which takes a moment.
   */
  public static Optional<String> missing() {
    return Found.MISSING;
  }

  private static final class Found {
    static final Optional<String> MISSING = look();
  }

  private static Optional<String> look() {
    try {
      Natives.loadBlas();
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("no cuBLAS 12 on this machine: " + Natives.reason(e));
    } catch (MillraceException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** A handle of the bound context; it must not be {@link #missing}. */
  public static Blas open(CudaStream stream) {
    Blas blas = new Blas();
    check(JCublas2.cublasCreate(blas.handle), "cublasCreate");
    int code = JCublas2.cublasSetStream(blas.handle, new cudaStream_t(stream.handle()));
    if (code != 0) {
      blas.close();
      throw failure(code, "cublasSetStream");
    }
    return blas;
  }

  /**
   * The products of each two columns of a matrix, summed over its rows.
   *
   * @param matrix device address of the columns, one after the other without a gap
   * @param to device address of {@code columns * columns} doubles, of which {@code [i * columns +
   *     j]} is written where {@code i <= j}
   */
  public void crossProducts(int rows, int columns, long matrix, long to) {
    // the lower triangle by columns is the upper one by rows
    int code =
        JCublas2.cublasDsyrk(
            handle,
            cublasFillMode.CUBLAS_FILL_MODE_LOWER,
            cublasOperation.CUBLAS_OP_T,
            columns,
            rows,
            one,
            Addresses.device(matrix),
            rows,
            zero,
            Addresses.device(to),
            columns);
    if (code != 0) {
      throw failure(code, "cublasDsyrk", "rows", rows, "columns", columns);
    }
  }

  private static void check(int code, String call) {
    if (code != 0) {
      throw failure(code, call);
    }
  }

  /** The error for a code; arguments are names and values in turns. */
  private static MillraceException failure(int code, String call, Object... arguments) {
    var text = new StringBuilder("rule: cuBLAS calls succeed; call=").append(call);
    text.append(" code=").append(code).append(' ').append(cublasStatus.stringFor(code));
    for (int i = 0; i < arguments.length; i += 2) {
      text.append(' ').append(arguments[i]).append('=').append(arguments[i + 1]);
    }
    if (OURS.contains(code)) {
      return new InternalException(text.append(". This is a defect: report it.").toString());
    }
    if (code == cublasStatus.CUBLAS_STATUS_ALLOC_FAILED) {
      text.append(". The device goes on: free memory, or try again with less.");
      return new DeviceException(text.toString(), true, null);
    }
    text.append(". The device cannot be used any more; its context has to be made anew.");
    return new DeviceException(text.toString(), false, null);
  }

  /** Ends the handle. What a lost device had went with it. */
  @Override
  public void close() {
    JCublas2.cublasDestroy(handle);
  }
}
