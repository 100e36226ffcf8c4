package io.millrace.kernels.group;

import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a group table groups by and computes.
 *
 * @param keys names and types of the key columns; none means one group for all rows
 * @param aggregates what is computed for each group; none means distinct keys
 */
public record GroupSpec(List<Key> keys, List<Aggregate> aggregates) implements TableSpec {
  public GroupSpec {
    keys = List.copyOf(keys);
    aggregates = List.copyOf(aggregates);
  }

  /** One key column. */
  public record Key(String name, DataType type) {}

  /** The keys, then the finished aggregates. */
  @Override
  public Schema resultSchema() {
    List<Field> fields = new ArrayList<>();
    keys.forEach(key -> fields.add(key.type().field(key.name())));
    aggregates.forEach(aggregate -> fields.add(aggregate.resultType().field(aggregate.name())));
    return new Schema(fields);
  }
}
