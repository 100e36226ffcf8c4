package io.millrace.expr;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;

/**
 * Masks of the rows in which a value is asked for: what is computed elsewhere, and cannot be, is no
 * error. A mask is a boolean vector, of which null counts as false; no mask at all, a Java null,
 * means every row.
 */
final class Wanted {
  private Wanted() {}

  /** The rows of a mask for which a condition is true. */
  static Vec where(KernelContext kernels, Vec wanted, Vec condition) {
    return wanted == null ? condition : kernels.and(wanted, condition);
  }

  /** The rows of a mask for which a condition is false or null. */
  static Vec whereNotTrue(KernelContext kernels, Vec wanted, Vec condition) {
    return where(kernels, wanted, orNull(kernels, kernels.not(condition)));
  }

  /** The rows of a mask for which a condition is true or null. */
  static Vec whereNotFalse(KernelContext kernels, Vec wanted, Vec condition) {
    return where(kernels, wanted, orNull(kernels, condition));
  }

  private static Vec orNull(KernelContext kernels, Vec condition) {
    return condition.mayHaveNulls() ? kernels.or(condition, kernels.isNull(condition)) : condition;
  }

  /** The values where they are wanted, null elsewhere. */
  static Vec only(KernelContext kernels, Vec wanted, Vec values) {
    Vec none = kernels.literal(values.type(), null, values.length());
    return kernels.choose(wanted, values, none);
  }
}
