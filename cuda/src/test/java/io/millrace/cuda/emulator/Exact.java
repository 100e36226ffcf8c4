package io.millrace.cuda.emulator;

import java.math.BigDecimal;

/**
 * Directed rounding, from the nearest result and the exact one: no code in common with a
 * processor's rounding modes.
 */
final class Exact {
  private Exact() {}

  /** A comparison of the nearest result with the exact one: negative where it is below. */
  interface Against {
    int compare(BigDecimal nearest);
  }

  /**
   * The result in direction rn, rz, rm or rp; zeros and infinities that are exact stay as they are.
   */
  static double directed(double nearest, String direction, int sign, Against exact) {
    int off = compare(nearest, exact);
    return switch (direction) {
      case "rm" -> off > 0 ? Math.nextDown(nearest) : nearest;
      case "rp" -> off < 0 ? Math.nextUp(nearest) : nearest;
      case "rz" ->
          off > 0 && sign > 0
              ? Math.nextDown(nearest)
              : off < 0 && sign < 0 ? Math.nextUp(nearest) : nearest;
      default -> nearest;
    };
  }

  static float directed(float nearest, String direction, int sign, Against exact) {
    int off = compare(nearest, exact);
    return switch (direction) {
      case "rm" -> off > 0 ? Math.nextDown(nearest) : nearest;
      case "rp" -> off < 0 ? Math.nextUp(nearest) : nearest;
      case "rz" ->
          off > 0 && sign > 0
              ? Math.nextDown(nearest)
              : off < 0 && sign < 0 ? Math.nextUp(nearest) : nearest;
      default -> nearest;
    };
  }

  private static int compare(double nearest, Against exact) {
    if (Double.isInfinite(nearest)) {
      return nearest > 0 ? 1 : -1;
    }
    return exact.compare(new BigDecimal(nearest));
  }
}
