package io.millrace.cuda.driver;

import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Kernels that were loaded together. */
public final class CudaModule implements AutoCloseable {
  private final String name;
  private final CUmodule module;

  CudaModule(String name, CUmodule module) {
    this.name = name;
    this.module = module;
  }

  /** A place to launch the kernel from, with so many arguments. Close it before the module. */
  public KernelLaunch kernel(String kernel, int arguments) {
    var function = new CUfunction();
    int code = JCudaDriver.cuModuleGetFunction(function, module, kernel);
    if (code != 0) {
      throw Calls.failure(code, "cuModuleGetFunction", "module", name, "kernel", kernel);
    }
    return new KernelLaunch(kernel, function, arguments);
  }

  /** Unloads the kernels. */
  @Override
  public void close() {
    Calls.released(JCudaDriver.cuModuleUnload(module), "cuModuleUnload", "module", 0);
  }
}
