package io.millrace.cli.docs;

import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampSecTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rows that a page shows as text: columns stand two spaces apart, {@code null} is null.
 *
 * @param header names of the columns; {@code time} is a timestamp in seconds, {@code amount} and
 *     what readings measure are integers, all else is text
 * @param rows values in the order of the columns
 */
record Table(List<String> header, List<List<String>> rows) {
  static Table parse(String text) {
    List<List<String>> lines =
        text.lines().map(line -> Arrays.asList(line.strip().split(" {2,}"))).toList();
    return new Table(lines.getFirst(), lines.subList(1, lines.size()));
  }

  /** The rows as Arrow columns; the caller closes the batch. */
  Batch batch(BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    for (int c = 0; c < header.size(); c++) {
      int column = c;
      List<String> values = rows.stream().map(row -> row.get(column)).toList();
      vectors.add(vector(header.get(c), values, allocator));
    }
    try (VectorSchemaRoot root = new VectorSchemaRoot(vectors)) {
      return ArrowBatches.of(root, null);
    }
  }

  private static FieldVector vector(String name, List<String> values, BufferAllocator allocator) {
    FieldVector vector =
        switch (name) {
          case "time" -> new TimeStampSecTZVector(name, allocator, "UTC");
          case "amount", "load", "celsius", "fan" -> new BigIntVector(name, allocator);
          default -> new VarCharVector(name, allocator);
        };
    vector.allocateNew();
    for (int row = 0; row < values.size(); row++) {
      if (values.get(row).equals("null")) {
        vector.setNull(row);
      } else {
        set(vector, row, values.get(row));
      }
    }
    vector.setValueCount(values.size());
    return vector;
  }

  private static void set(FieldVector vector, int row, String value) {
    switch (vector) {
      case TimeStampSecTZVector times -> times.setSafe(row, Instant.parse(value).getEpochSecond());
      case BigIntVector numbers -> numbers.setSafe(row, Long.parseLong(value));
      case VarCharVector texts -> texts.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
      default -> throw new IllegalArgumentException(vector.toString());
    }
  }
}
