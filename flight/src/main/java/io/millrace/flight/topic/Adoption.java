package io.millrace.flight.topic;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Puts a batch's memory under another allocator of the same root, without copying, so that it may
 * outlive the query that made it.
 */
final class Adoption {
  private final BufferAllocator allocator;
  private final Map<ArrowBuf, ArrowBuf> adopted = new IdentityHashMap<>();

  private Adoption(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /** The same rows, to be closed by the caller; the batch stays as it is. */
  static Batch of(Batch batch, BufferAllocator allocator) {
    Adoption adoption = new Adoption(allocator);
    try {
      List<Column> columns = new ArrayList<>();
      for (Column column : batch.columns()) {
        columns.add(adoption.column(column));
      }
      return Batch.owning(batch.schema(), batch.rows(), columns);
    } catch (RuntimeException | Error e) {
      adoption.adopted.values().forEach(ArrowBuf::close);
      throw e;
    }
  }

  private Column column(Column column) {
    return new Column(
        column.type(),
        column.length(),
        column.nullCount(),
        column.offset(),
        buffer(column.validity()),
        buffer(column.offsets()),
        buffer(column.data()),
        column.indices(),
        column.dictionary() == null ? null : column(column.dictionary()));
  }

  private ArrowBuf buffer(ArrowBuf buffer) {
    return buffer == null ? null : adopted.computeIfAbsent(buffer, this::retain);
  }

  /** The empty buffer belongs to nobody, and is its own. */
  private ArrowBuf retain(ArrowBuf buffer) {
    return buffer.getReferenceManager().retain(buffer, allocator);
  }
}
