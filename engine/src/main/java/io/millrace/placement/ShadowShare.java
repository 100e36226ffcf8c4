package io.millrace.placement;

import io.millrace.error.UserException;

/**
 * Which batches are run on another device, too, and compared.
 *
 * @param share of all batches, from 0, none, to 1, each
 */
public record ShadowShare(double share) {
  /** No batch. */
  public static final ShadowShare NONE = new ShadowShare(0);

  public ShadowShare {
    if (!(share >= 0 && share <= 1)) {
      throw new UserException(
          "The share of batches that are compared must be from 0 to 1: share=" + share + ".");
    }
  }

  /** Whether a batch is one of them; they are spread evenly. */
  public boolean isDue(long batchId) {
    return Math.floor((batchId + 1) * share) > Math.floor(batchId * share);
  }
}
