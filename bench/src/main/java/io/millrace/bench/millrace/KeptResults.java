package io.millrace.bench.millrace;

import io.millrace.bench.compare.ResultDigest;
import io.millrace.bench.compare.ResultDigester;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Keeps all results in memory, so that they can be digested once the clock has stopped. */
public final class KeptResults implements Sink {
  private final BufferAllocator allocator;
  private final List<Batch> kept = new ArrayList<>();
  private ResultDigest digest = ResultDigest.EMPTY;

  /** Nothing is kept yet; the allocator is that of the digest. */
  public KeptResults(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  @Override
  public String name() {
    return "kept";
  }

  @Override
  public void open(SinkContext context) {}

  @Override
  public void write(Result result) {
    result.batches().forEach(batch -> kept.add(batch.retain()));
  }

  /** The digest of everything that was written; known once the sink is closed. */
  public ResultDigest digest() {
    return digest;
  }

  @Override
  public void close() {
    for (Batch batch : kept) {
      try (batch;
          VectorSchemaRoot root = ArrowBatches.toRoot(batch, allocator)) {
        digest = digest.plus(ResultDigester.of(root));
      }
    }
    kept.clear();
  }
}
