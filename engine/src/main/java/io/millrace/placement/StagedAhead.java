package io.millrace.placement;

import io.millrace.error.DeviceException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.batch.Batch;
import java.util.IdentityHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that were staged before their turn, until somebody takes them. To stage ahead is an
 * offer: where a device has no room for it, or fails, the batch is staged when its turn comes, and
 * what is wrong with the device shows there.
 */
final class StagedAhead implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StagedAhead.class);

  private final Map<Batch, Staged> staged = new IdentityHashMap<>();

  private record Staged(Backend backend, StagedBatch batch) {}

  /** Begins to bring columns of a batch to a backend. */
  void stage(Backend backend, Batch batch, int[] columns) {
    try {
      staged.put(batch, new Staged(backend, backend.stage(batch, columns)));
    } catch (DeviceException e) {
      LOG.debug("A batch was not staged ahead: device={}", backend.name(), e);
    }
  }

  /** What was staged of a batch on a backend, which the caller closes; null if nothing was. */
  StagedBatch take(Backend backend, Batch batch) {
    Staged found = staged.get(batch);
    if (found == null || found.backend() != backend) {
      return null;
    }
    staged.remove(batch);
    return found.batch();
  }

  /** Gives back what was staged of a batch and not taken. */
  void release(Batch batch) {
    Staged found = staged.remove(batch);
    if (found != null) {
      found.batch().close();
    }
  }

  /** Gives all back. */
  @Override
  public void close() {
    staged.values().forEach(each -> each.batch().close());
    staged.clear();
  }
}
