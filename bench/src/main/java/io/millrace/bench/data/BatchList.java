package io.millrace.bench.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Batches while a data source makes them. Closing releases those that no data set took over. */
final class BatchList implements AutoCloseable {
  private final List<VectorSchemaRoot> batches = new ArrayList<>();

  /** Makes the columns of one batch. */
  interface Maker {
    /**
     * Fills columns of {@code rows} values.
     *
     * @param first the position of the first row in the whole
     */
    List<FieldVector> make(long first, int rows);
  }

  /** Makes batch after batch until there are {@code rows} rows. */
  static Dataset fill(long rows, Maker maker) {
    try (BatchList list = new BatchList()) {
      for (long first = 0; first < rows; first += Dataset.BATCH_ROWS) {
        list.add(maker.make(first, (int) Math.min(Dataset.BATCH_ROWS, rows - first)));
      }
      return list.finish();
    }
  }

  /** Takes over full vectors of equal length as the next batch. */
  void add(List<FieldVector> columns) {
    batches.add(new VectorSchemaRoot(columns));
  }

  /** Hands the batches over. */
  Dataset finish() {
    Dataset dataset = new Dataset(batches);
    batches.clear();
    return dataset;
  }

  @Override
  public void close() {
    batches.forEach(VectorSchemaRoot::close);
  }
}
