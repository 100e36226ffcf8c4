package io.millrace.kernels.batch;

import io.millrace.error.InternalException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A set of columns of equal length on the host. It owns one reference of each buffer that its
 * columns use and gives them back on {@link #close()}; who holds a batch closes it. Batches may
 * share buffers: {@link #retain()}, {@link #slice} and {@link #select} return further batches over
 * the same memory, each to be closed by itself.
 *
 * <p>Immutable; may be read by many threads. {@code close} must be called once, when no thread
 * reads any more.
 */
public final class Batch implements AutoCloseable {
  private final Schema schema;
  private final int rows;
  private final List<Column> columns;
  private final List<ArrowBuf> owned;
  private boolean closed;

  private Batch(Schema schema, int rows, List<Column> columns) {
    this.schema = schema;
    this.rows = rows;
    this.columns = List.copyOf(columns);
    if (schema.getFields().size() != columns.size()) {
      throw new InternalException(
          "A batch has one column a field: fields="
              + schema.getFields().size()
              + ", columns="
              + columns.size()
              + ".");
    }
    for (Column column : columns) {
      if (column.length() != rows) {
        throw new InternalException(
            "All columns of a batch have its length: rows="
                + rows
                + ", column length="
                + column.length()
                + ".");
      }
    }
    this.owned = buffers(columns);
  }

  /**
   * A batch that takes over one reference of each distinct buffer in {@code columns}. If this
   * throws, the references stay with the caller.
   */
  public static Batch owning(Schema schema, int rows, List<Column> columns) {
    return new Batch(schema, rows, columns);
  }

  /**
   * A batch that retains each distinct buffer in {@code columns}; the caller keeps its own
   * references.
   */
  public static Batch retaining(Schema schema, int rows, List<Column> columns) {
    Batch batch = new Batch(schema, rows, columns);
    batch.owned.forEach(buffer -> buffer.getReferenceManager().retain());
    return batch;
  }

  private static List<ArrowBuf> buffers(List<Column> columns) {
    Set<IdentityKey> seen = new LinkedHashSet<>();
    for (Column column : columns) {
      for (Column c = column; c != null; c = c.dictionary()) {
        add(seen, c.validity());
        add(seen, c.offsets());
        add(seen, c.data());
      }
    }
    List<ArrowBuf> buffers = new ArrayList<>(seen.size());
    seen.forEach(key -> buffers.add(key.buffer));
    return List.copyOf(buffers);
  }

  private static void add(Set<IdentityKey> seen, ArrowBuf buffer) {
    if (buffer != null) {
      seen.add(new IdentityKey(buffer));
    }
  }

  /** Buffers by identity: two slices of one chunk are two references. */
  private record IdentityKey(ArrowBuf buffer) {
    @Override
    public boolean equals(Object other) {
      return other instanceof IdentityKey key && key.buffer == buffer;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(buffer);
    }
  }

  /**
   * Names and value types of the columns, in order; a dictionary-encoded column shows here as its
   * values' type.
   */
  public Schema schema() {
    return schema;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The columns, in the schema's order. */
  public List<Column> columns() {
    return columns;
  }

  /** One column by its position. */
  public Column column(int ordinal) {
    return columns.get(ordinal);
  }

  /** Bytes of the buffers that this batch holds on to, shared ones included. */
  public long bytes() {
    long bytes = 0;
    for (ArrowBuf buffer : owned) {
      bytes += buffer.capacity();
    }
    return bytes;
  }

  /** The same columns once more, to be closed by the caller. */
  public Batch retain() {
    return retaining(schema, rows, columns);
  }

  /**
   * Rows {@code from} to {@code from + count} over the same buffers, to be closed by the caller.
   */
  public Batch slice(int from, int count) {
    return retaining(
        schema, count, columns.stream().map(column -> column.slice(from, count)).toList());
  }

  /**
   * Some of the columns over the same buffers, under a schema of their own; to be closed by the
   * caller.
   */
  public Batch select(Schema selected, int... ordinals) {
    List<Column> chosen = new ArrayList<>(ordinals.length);
    for (int ordinal : ordinals) {
      chosen.add(columns.get(ordinal));
    }
    return retaining(selected, rows, chosen);
  }

  /** Gives back this batch's references. A second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      owned.forEach(buffer -> buffer.getReferenceManager().release());
    }
  }
}
