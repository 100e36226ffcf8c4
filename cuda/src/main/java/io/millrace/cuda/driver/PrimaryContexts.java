package io.millrace.cuda.driver;

import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/**
 * The primary contexts of the process's devices, each of which all its users share. One that has
 * died is reset when the last of them has given it back, not earlier: what the others still have of
 * it would point to nothing, and a driver does not check that.
 *
 * <p>Thread-safe.
 */
final class PrimaryContexts {
  private static final Map<Integer, Users> USERS = new HashMap<>();

  private static final class Users {
    int count;
    boolean dead;
  }

  private PrimaryContexts() {}

  /** The context of a device, which is made if nobody has it. The caller releases it. */
  static synchronized CUcontext retain(int ordinal) {
    var context = new CUcontext();
    Calls.check(
        JCudaDriver.cuDevicePrimaryCtxRetain(context, Cuda.device(ordinal)),
        "cuDevicePrimaryCtxRetain",
        "device",
        ordinal);
    USERS.computeIfAbsent(ordinal, _ -> new Users()).count++;
    return context;
  }

  /** Gives a context back; {@code dead} if it is of no use any more, to nobody. */
  static synchronized void release(int ordinal, boolean dead) {
    Users users = USERS.get(ordinal);
    users.dead |= dead;
    users.count--;
    CUdevice device = Cuda.device(ordinal);
    int code = JCudaDriver.cuDevicePrimaryCtxRelease(device);
    if (!users.dead) {
      Calls.check(code, "cuDevicePrimaryCtxRelease", "device", ordinal);
      return;
    }
    Calls.released(code, "cuDevicePrimaryCtxRelease", "device", ordinal);
    if (users.count == 0) {
      // A library such as cuBLAS may hold it, too, and would keep it dead.
      users.dead = false;
      Calls.released(
          JCudaDriver.cuDevicePrimaryCtxReset(device),
          "cuDevicePrimaryCtxReset",
          "device",
          ordinal);
    }
  }
}
