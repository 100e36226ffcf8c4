package io.millrace.cuda.launch;

import java.util.Locale;

/** The files of kernels, each a module of the driver's. */
public enum KernelFile {
  COPY,
  DICTIONARY,
  FILL,
  LOAD,
  SCAN;

  /** The name without its ending, as in {@code kernels/src/main/cuda}. */
  public String stem() {
    return name().toLowerCase(Locale.ROOT);
  }
}
