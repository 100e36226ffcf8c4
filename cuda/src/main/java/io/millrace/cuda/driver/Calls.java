package io.millrace.cuda.driver;

import io.millrace.error.DeviceException;
import io.millrace.error.InternalException;
import io.millrace.error.MillraceException;
import java.util.Set;
import jcuda.driver.CUresult;

/** Return codes of driver calls, turned into errors that name the call and its arguments. */
final class Calls {
  /** After these the device goes on as before. */
  private static final Set<Integer> RECOVERABLE =
      Set.of(CUresult.CUDA_ERROR_OUT_OF_MEMORY, CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);

  /** These say that the call was wrong, not the device. */
  private static final Set<Integer> OURS =
      Set.of(
          CUresult.CUDA_ERROR_INVALID_VALUE,
          CUresult.CUDA_ERROR_INVALID_CONTEXT,
          CUresult.CUDA_ERROR_INVALID_PTX,
          CUresult.CUDA_ERROR_INVALID_IMAGE,
          CUresult.CUDA_ERROR_INVALID_HANDLE,
          CUresult.CUDA_ERROR_NOT_FOUND,
          CUresult.CUDA_ERROR_NOT_SUPPORTED);

  /** Why a driver may refuse what it need not grant. */
  private static final Set<Integer> REFUSALS =
      Set.of(
          CUresult.CUDA_ERROR_INVALID_VALUE,
          CUresult.CUDA_ERROR_OPERATING_SYSTEM,
          CUresult.CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED,
          CUresult.CUDA_ERROR_NOT_PERMITTED,
          CUresult.CUDA_ERROR_NOT_SUPPORTED);

  private Calls() {}

  static void check(int code, String call) {
    if (code != CUresult.CUDA_SUCCESS) {
      throw failure(code, call);
    }
  }

  static void check(int code, String call, String name, long value) {
    if (code != CUresult.CUDA_SUCCESS) {
      throw failure(code, call, name, value);
    }
  }

  /**
   * As check, for a call that gives something back: what belonged to a context that has died went
   * with it, and whoever used it was told.
   */
  static void released(int code, String call, String name, long value) {
    if (code != CUresult.CUDA_SUCCESS
        && !(failure(code, call, name, value) instanceof DeviceException fatal
            && !fatal.recoverable())) {
      throw failure(code, call, name, value);
    }
  }

  /** As failure, for a call that others can do without: a refusal is an error they recover from. */
  static MillraceException refused(int code, String call, Object... arguments) {
    if (!REFUSALS.contains(code)) {
      return failure(code, call, arguments);
    }
    var text = describe(code, call, arguments);
    return new DeviceException(
        text.append(". The driver refuses it, and the device goes on without.").toString(),
        true,
        null);
  }

  private static StringBuilder describe(int code, String call, Object... arguments) {
    var text = new StringBuilder("rule: CUDA calls succeed; ").append(named(code, call));
    for (int i = 0; i < arguments.length; i += 2) {
      text.append(' ').append(arguments[i]).append('=').append(arguments[i + 1]);
    }
    return text;
  }

  /** A call and what it answered. */
  static String named(int code, String call) {
    return "call=" + call + " code=" + code + ' ' + CUresult.stringFor(code);
  }

  /** The error for a code; arguments are names and values in turns. */
  static MillraceException failure(int code, String call, Object... arguments) {
    var text = describe(code, call, arguments);
    if (OURS.contains(code)) {
      return new InternalException(text.append(". This is a defect: report it.").toString());
    }
    if (RECOVERABLE.contains(code)) {
      text.append(". The device goes on: free memory, or try again with less.");
      return new DeviceException(text.toString(), true, null);
    }
    text.append(". Everything on the device is lost: start anew, or use device=cpu.");
    return new DeviceException(text.toString(), false, null);
  }
}
