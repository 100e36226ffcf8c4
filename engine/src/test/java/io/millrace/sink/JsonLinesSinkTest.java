package io.millrace.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.error.UserException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import io.millrace.source.Batches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSinkTest {
  private static final ObjectMapper READER = new ObjectMapper();

  private final BufferAllocator root = new RootAllocator();

  @TempDir Path folder;

  @AfterEach
  void nothingLeaks() {
    root.close();
  }

  private static List<String> written(Path folder, BufferAllocator root, Batch batch)
      throws IOException {
    try (batch;
        JsonLinesSink sink = new JsonLinesSink(folder)) {
      sink.open(new SinkContext(batch.schema(), root));
      sink.write(new Result(7, 0, batch.schema(), List.of(batch)));
    }
    return Files.readAllLines(folder.resolve("batch-0000000007.jsonl"));
  }

  @Test
  void everyTypeAndItsNull() throws IOException {
    assertThat(written(folder, root, EveryType.batch(root, "a\"b\\\n\t\r\u0001ö", 1e10)))
        .containsExactly(
            "{\"flag\":null,\"n\":null,\"u\":null,\"f\":null,\"d\":null,\"text\":null,\"bytes\":null,\"day\":null,"
                + "\"at\":null,\"took\":null}",
            "{\"flag\":true,\"n\":-9223372036854775808,\"u\":18446744073709551615,\"f\":0.1,\"d\":1.0E10,\"text\":\"a\\\"b\\\\\\n"
                + "\\t\\r"
                + "\\u0001ö\",\"bytes\":\"AP8QIA==\",\"day\":\"2024-10-04\","
                + "\"at\":\"2026-01-31T08:15:01.250Z\",\"took\":\"PT1M30.5S\"}");
  }

  @Test
  void whatIsNoNumberIsNull() throws IOException {
    for (double number :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      JsonNode row =
          READER.readTree(written(folder, root, EveryType.batch(root, "", number)).getLast());
      assertThat(row.get("d").isNull()).isTrue();
      assertThat(row.get("text").textValue()).isEmpty();
    }
  }

  @Property(tries = 300)
  void anyTextCanBeReadBack(@ForAll String text) throws IOException {
    String wellFormed = text.replaceAll("[\\ud800-\\udfff]", "x");
    Path folder = Files.createTempDirectory("json");
    try (BufferAllocator root = new RootAllocator()) {
      List<String> lines = written(folder, root, Batches.texts(root, wellFormed));
      assertThat(lines).hasSize(1);
      assertThat(READER.readTree(lines.getFirst()).get("text").textValue()).isEqualTo(wellFormed);
    } finally {
      Files.deleteIfExists(folder.resolve("batch-0000000007.jsonl"));
      Files.delete(folder);
    }
  }

  @Test
  void textThatIsNotUtf8IsReplacedSoThatTheFileIs() throws IOException {
    ArrowBuf offsets = root.buffer(8);
    offsets.setInt(0, 0);
    offsets.setInt(4, 3);
    ArrowBuf data = root.buffer(3);
    data.setBytes(0, new byte[] {'a', (byte) 0xFF, 'b'});
    Column column = Column.of(DataType.UTF8, 1, 0, null, offsets, data);
    Schema schema = new Schema(List.of(DataType.UTF8.field("t")));
    assertThat(written(folder, root, Batch.owning(schema, 1, List.of(column))))
        .containsExactly("{\"t\":\"a\uFFFDb\"}");
  }

  @Test
  void twoColumnsOfOneNameAreRefused() throws IOException {
    Schema schema = new Schema(List.of(DataType.INT64.field("n"), DataType.UTF8.field("n")));
    try (JsonLinesSink sink = new JsonLinesSink(folder)) {
      assertThatThrownBy(() -> sink.open(new SinkContext(schema, root)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("column=n");
    }
  }
}
