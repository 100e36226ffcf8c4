package io.millrace.cuda.driver;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** Raw addresses in and out of JCuda's pointers, which needs no native call. */
final class Addresses {
  private Addresses() {}

  static long of(CUdeviceptr pointer) {
    return new Device(pointer).address();
  }

  static CUdeviceptr device(long address) {
    return new Device(address);
  }

  static Pointer host(long address) {
    return new Host(address);
  }

  private static final class Device extends CUdeviceptr {
    Device(CUdeviceptr pointer) {
      super(pointer);
    }

    Device(long address) {
      super(new CUdeviceptr(), address);
    }

    long address() {
      return getNativePointer() + getByteOffset();
    }
  }

  private static final class Host extends Pointer {
    Host(long address) {
      super(address);
    }
  }
}
