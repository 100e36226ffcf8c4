package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.driver.PinnedMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * A few parts of pinned memory in which uploads are gathered, in turns: while the device copies
 * one, the next is filled.
 *
 * <p>For one thread at a time.
 */
public final class PinnedParts implements AutoCloseable {
  /** Copies of this size reach the link's rate. */
  static final long BYTES = 16L << 20;

  private static final int PARTS = 3;

  private final List<Part> parts = new ArrayList<>();
  private int next;

  /** A part, which a copy may be reading, and the event that tells when it is done. */
  record Part(PinnedMemory memory, CudaEvent done) {
    static Part of(CudaContext context) {
      PinnedMemory memory = context.allocatePinned(BYTES);
      try {
        return new Part(memory, CudaStream.event());
      } catch (RuntimeException | Error e) {
        memory.close();
        throw e;
      }
    }
  }

  /** Parts that nobody reads. */
  public PinnedParts(CudaContext context) {
    try {
      for (int i = 0; i < PARTS; i++) {
        parts.add(Part.of(context));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The next part, once its last copy is done. Blocks for that. */
  Part take() {
    Part part = parts.get(next);
    next = (next + 1) % PARTS;
    part.done().synchronize();
    return part;
  }

  /** Frees the pinned memory; no copy is under way any more. */
  @Override
  public void close() {
    for (Part each : parts) {
      each.done().close();
      each.memory().close();
    }
    parts.clear();
  }
}
