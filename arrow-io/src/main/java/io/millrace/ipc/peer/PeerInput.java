package io.millrace.ipc.peer;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** What one peer sends: its columns can be read first, then its batches. For one thread. */
public interface PeerInput extends AutoCloseable {
  /** Waits for the columns; at most once, before {@link #readInto}. */
  Schema awaitSchema() throws IOException;

  /**
   * Reads to the end of what the peer sends.
   *
   * @throws java.io.EOFException if the peer went away before that
   * @throws io.millrace.error.DataException if it sends anything but batches of these columns
   */
  void readInto(Arrivals arrivals, Schema schema, BufferAllocator allocator)
      throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
