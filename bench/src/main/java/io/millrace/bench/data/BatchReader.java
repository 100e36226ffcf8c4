package io.millrace.bench.data;

import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Reads a data set as if it came from a stream, without copying: each batch it shows shares the
 * data set's buffers. Closing the reader leaves the data set as it was. For one thread.
 */
public final class BatchReader extends ArrowReader {
  private final Schema schema;
  private final Iterator<VectorSchemaRoot> batches;

  /** A reader from the first batch on; {@code allocator} has the data set's root. */
  public BatchReader(Dataset dataset, BufferAllocator allocator) {
    super(allocator);
    this.schema = dataset.schema();
    this.batches = dataset.batches().iterator();
  }

  @Override
  public boolean loadNextBatch() throws java.io.IOException {
    prepareLoadNextBatch();
    if (!batches.hasNext()) {
      return false;
    }
    try (ArrowRecordBatch batch = new VectorUnloader(batches.next()).getRecordBatch()) {
      new VectorLoader(getVectorSchemaRoot()).load(batch);
    }
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return schema;
  }
}
