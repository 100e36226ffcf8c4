package io.millrace.ipc.table;

import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches of every type, dictionary-encoded and plain, that one sink may get one after another. */
public final class MixedBatches implements AutoCloseable {
  private static final int ROWS = 100;

  private final BufferAllocator allocator;
  private final Encoded.Values known = new Encoded.Values();
  private final Table first = table(1);
  private final Table second = table(2);
  private final Table third = table(3);
  private final List<Batch> made = new ArrayList<>();

  /** None made yet; all that are made are closed with this. */
  public MixedBatches(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  private static Table table(int seed) {
    return Table.random(new Random(seed), RandomValues.allTypes(), ROWS, 0.2);
  }

  /** Columns of every type, not encoded. */
  public Schema schema() {
    return first.schema();
  }

  /** Names of the columns. */
  public String[] names() {
    return first.fields().stream().map(Field::getName).toArray(String[]::new);
  }

  /** The first batch's rows. */
  public Table first() {
    return first;
  }

  /** The first batch, dictionary-encoded. */
  public Batch firstEncoded() {
    return encoded(first, Kind.INT32);
  }

  /** The first batch with plain columns. */
  public Batch firstPlain() {
    return plain(first);
  }

  /** A dictionary, one that grew, other indices, plain values, and cuts within a byte. */
  public List<Batch> all() {
    Batch grown = encoded(second, Kind.UINT8);
    return List.of(
        encoded(first, Kind.INT32),
        encoded(second, Kind.INT32),
        kept(grown.slice(13, 60)),
        kept(plain(third).slice(3, 90)),
        encoded(third, Kind.INT64));
  }

  /** The rows of {@link #all}. */
  public Table expected() {
    return first.plus(second).plus(second.slice(13, 60)).plus(third.slice(3, 90)).plus(third);
  }

  private Batch encoded(Table table, Kind indices) {
    try (Encoded encoded = Encoded.of(table, indices, known, 0, allocator)) {
      return kept(ArrowBatches.of(encoded.root(), encoded.dictionaries()));
    }
  }

  private Batch plain(Table table) {
    try (VectorSchemaRoot root = Roots.root(table, allocator)) {
      return kept(ArrowBatches.of(root, null));
    }
  }

  /** Closes a batch, too, with this. */
  public Batch kept(Batch batch) {
    made.add(batch);
    return batch;
  }

  @Override
  public void close() {
    made.forEach(Batch::close);
  }
}
