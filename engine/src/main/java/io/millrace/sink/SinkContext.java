package io.millrace.sink;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What the engine gives a sink.
 *
 * @param schema the columns of every result
 * @param allocator the sink's own child allocator, closed by the engine after the sink
 */
public record SinkContext(Schema schema, BufferAllocator allocator) {}
