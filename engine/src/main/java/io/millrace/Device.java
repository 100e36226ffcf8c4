package io.millrace;

/** Where operators run. */
public enum Device {
  /** In Java, on all cores. */
  CPU,
  /** On an NVIDIA GPU; an error if there is none. */
  CUDA,
  /** What fits best; never an error. */
  AUTO
}
