package io.millrace.harness;

/** Throws anything from anywhere, as code that the engine calls may do. */
final class Thrown {
  private Thrown() {}

  /** Throws; the return type lets callers write {@code throw sneaky(e)}. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
    throw (E) e;
  }
}
