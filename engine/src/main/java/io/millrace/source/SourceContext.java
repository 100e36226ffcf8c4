package io.millrace.source;

import io.millrace.time.Clock;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What the engine gives a source.
 *
 * @param allocator the source's own child allocator for its batches' buffers, closed by the engine
 *     after the source
 * @param clock the query's time
 * @param parallel the query's workers
 */
public record SourceContext(BufferAllocator allocator, Clock clock, Parallel parallel) {
  /** A context without workers. */
  public SourceContext(BufferAllocator allocator, Clock clock) {
    this(allocator, clock, Parallel.NONE);
  }
}
