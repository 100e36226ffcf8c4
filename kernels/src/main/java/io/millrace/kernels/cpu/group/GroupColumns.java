package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.aggregate.StateParts;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What is written out for each group.
 *
 * @param schema names and types of the columns
 * @param types their types
 * @param columns how each is read
 */
record GroupColumns(Schema schema, List<DataType> types, List<Reader> columns) {
  /** Reads one column of groups. */
  interface Reader {
    void read(GroupStore store, int[] groups, int count, ValueBuffer to);
  }

  /** The keys and the finished aggregates. */
  static GroupColumns results(GroupSpec spec) {
    List<Reader> readers = keys(spec);
    for (int i = 0; i < spec.aggregates().size(); i++) {
      int aggregate = i;
      readers.add(
          (store, groups, count, to) -> store.states().finish(aggregate, groups, 0, count, to));
    }
    return of(spec.resultSchema(), readers);
  }

  /** The keys and the aggregates' state columns. */
  static GroupColumns state(GroupSpec spec) {
    List<Reader> readers = keys(spec);
    List<Field> fields = new ArrayList<>();
    spec.keys().forEach(key -> fields.add(key.type().field(key.name())));
    for (int i = 0; i < spec.aggregates().size(); i++) {
      List<Field> parts = StateParts.of(spec.aggregates().get(i));
      fields.addAll(parts);
      for (int p = 0; p < parts.size(); p++) {
        int aggregate = i;
        int part = p;
        readers.add(
            (store, groups, count, to) ->
                store.states().readPart(aggregate, part, groups, 0, count, to));
      }
    }
    return of(new Schema(fields), readers);
  }

  /** How many state columns an aggregate has. */
  static int parts(Aggregate aggregate) {
    return StateParts.of(aggregate).size();
  }

  private static List<Reader> keys(GroupSpec spec) {
    List<Reader> readers = new ArrayList<>();
    for (int c = 0; c < spec.keys().size(); c++) {
      int column = c;
      readers.add((store, groups, count, to) -> store.keys().read(column, groups, 0, count, to));
    }
    return readers;
  }

  private static GroupColumns of(Schema schema, List<Reader> readers) {
    return new GroupColumns(
        schema, schema.getFields().stream().map(DataType::of).toList(), List.copyOf(readers));
  }
}
