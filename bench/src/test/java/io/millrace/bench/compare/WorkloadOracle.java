package io.millrace.bench.compare;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Answers workloads row by row with a hash map. Slow, and plain enough to be believed. */
public final class WorkloadOracle {
  private final Map<List<Object>, long[]> groups = new HashMap<>();
  private final Query query;

  private WorkloadOracle(Query query) {
    this.query = query;
  }

  /** The digest of the right result. */
  public static ResultDigest answer(Workload workload) {
    WorkloadOracle oracle = new WorkloadOracle(workload.query());
    for (VectorSchemaRoot batch : workload.data().batches()) {
      for (int row = 0; row < batch.getRowCount(); row++) {
        oracle.accept(batch, row);
      }
    }
    return oracle.digest(workload.allocator());
  }

  private void accept(VectorSchemaRoot batch, int row) {
    switch (query) {
      case SUM_AND_COUNT_BY_KEY ->
          count(List.of(value(batch, 0, row)), (Long) value(batch, 1, row));
      case COUNT_BY_KEY -> count(List.of(value(batch, 1, row)), 0);
      case COUNT_WORDS, COUNT_WORDS_OF_FILE ->
          Arrays.stream(((String) value(batch, 0, row)).split(" "))
              .forEach(word -> count(List.of(word), 0));
      case COUNT_BY_TUMBLING_WINDOW -> countWindows(batch, row, 10_000_000);
      case COUNT_BY_SLIDING_WINDOW -> countWindows(batch, row, 1_000_000);
    }
  }

  private static Object value(VectorSchemaRoot batch, int column, int row) {
    Object value = batch.getVector(column).getObject(row);
    return value instanceof Long ? value : value.toString();
  }

  /** Tries every window that could hold the row. */
  private void countWindows(VectorSchemaRoot batch, int row, long slide) {
    long time = ((TimeStampMicroVector) batch.getVector(0)).get(row);
    for (long start = (time / slide - 20) * slide; start <= time; start += slide) {
      if (time < start + 10_000_000) {
        count(List.of(start, value(batch, 1, row)), 0);
      }
    }
  }

  private void count(List<Object> key, long value) {
    long[] sumAndCount = groups.computeIfAbsent(key, _ -> new long[2]);
    sumAndCount[0] += value;
    sumAndCount[1]++;
  }

  private ResultDigest digest(BufferAllocator allocator) {
    List<List<Object>> rows = new ArrayList<>();
    groups.forEach(
        (key, sumAndCount) -> {
          List<Object> row = new ArrayList<>(key);
          if (query == Query.SUM_AND_COUNT_BY_KEY) {
            row.add(sumAndCount[0]);
          }
          row.add(sumAndCount[1]);
          rows.add(row);
        });
    List<FieldVector> columns = new ArrayList<>();
    for (int i = 0; i < rows.getFirst().size(); i++) {
      columns.add(column(rows, i, allocator));
    }
    try (VectorSchemaRoot root = new VectorSchemaRoot(columns)) {
      return ResultDigester.of(root);
    }
  }

  private static FieldVector column(List<List<Object>> rows, int i, BufferAllocator allocator) {
    BigIntVector longs = new BigIntVector("long", allocator);
    VarCharVector strings = new VarCharVector("string", allocator);
    FieldVector column = rows.getFirst().get(i) instanceof Long ? longs : strings;
    for (int row = 0; row < rows.size(); row++) {
      switch (rows.get(row).get(i)) {
        case Long value -> longs.setSafe(row, value);
        case Object value ->
            strings.setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    column.setValueCount(rows.size());
    return column;
  }
}
