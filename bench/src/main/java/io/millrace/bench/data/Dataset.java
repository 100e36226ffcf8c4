package io.millrace.bench.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows held in memory as Arrow batches of one schema, without nulls. It owns the batches: they live
 * until {@link #close()}, and whoever uses them meanwhile must neither change nor close them. Safe
 * to read from many threads.
 */
public final class Dataset implements AutoCloseable {
  /** Rows of a batch, at most; eight bytes of each and its validity fit into 8 MiB. */
  public static final int BATCH_ROWS = 1_000_000;

  private final Schema schema;
  private final List<VectorSchemaRoot> batches;

  /** Takes over the batches, of which there is at least one. */
  Dataset(List<VectorSchemaRoot> batches) {
    this.batches = List.copyOf(batches);
    this.schema = batches.getFirst().getSchema();
  }

  /** The schema of each batch. */
  public Schema schema() {
    return schema;
  }

  /** The batches in order; owned by this object. */
  public List<VectorSchemaRoot> batches() {
    return batches;
  }

  /** Rows in all batches. */
  public long rows() {
    return batches.stream().mapToLong(VectorSchemaRoot::getRowCount).sum();
  }

  /** Bytes of values and offsets in all batches, validity and padding aside. */
  public long bytes() {
    return regions().stream().mapToLong(Region::bytes).sum();
  }

  /** Where the values and offsets lie. Valid until this object is closed. */
  public List<Region> regions() {
    List<Region> regions = new ArrayList<>();
    for (VectorSchemaRoot batch : batches) {
      for (FieldVector vector : batch.getFieldVectors()) {
        long length = vector.getValueCount();
        ArrowBuf data = vector.getDataBuffer();
        if (vector instanceof BaseVariableWidthVector strings) {
          ArrowBuf offsets = strings.getOffsetBuffer();
          regions.add(new Region(offsets.memoryAddress(), (length + 1) * Integer.BYTES));
          long last = offsets.getInt(length * Integer.BYTES);
          regions.add(new Region(data.memoryAddress(), last));
        } else {
          regions.add(new Region(data.memoryAddress(), length * Long.BYTES));
        }
      }
    }
    return regions;
  }

  @Override
  public void close() {
    batches.forEach(VectorSchemaRoot::close);
  }

  /** A run of native memory. */
  public record Region(long address, long bytes) {}
}
