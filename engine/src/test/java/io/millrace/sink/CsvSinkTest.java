package io.millrace.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.kernels.batch.Batch;
import io.millrace.source.Batches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CsvSinkTest {
  private final BufferAllocator root = new RootAllocator();

  @TempDir Path folder;

  @AfterEach
  void nothingLeaks() {
    root.close();
  }

  private static String written(Path folder, BufferAllocator root, long batchId, Batch... batches)
      throws IOException {
    Schema schema = batches[0].schema();
    try (CsvSink sink = new CsvSink(folder)) {
      sink.open(new SinkContext(schema, root));
      sink.write(new Result(batchId, 0, schema, List.of(batches)));
    } finally {
      for (Batch batch : batches) {
        batch.close();
      }
    }
    Path file = folder.resolve(String.format("batch-%010d.csv", batchId));
    return Files.exists(file) ? Files.readString(file) : null;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyTypeAndItsNull() throws IOException {
    assertThat(written(folder, root, 12, EveryType.batch(root, "a \"b\", c", Double.NaN)))
        .isEqualTo(
            "flag,n,u,f,d,text,bytes,day,at,took\r\n"
                + ",,,,,,,,,\r\n"
                + "true,-9223372036854775808,18446744073709551615,0.1,NaN,\"a \"\"b\"\","
                + " c\",AP8QIA==,2024-10-04,2026-01-31T08:15:01.250Z,PT1M30.5S\r\n");
    assertThat(names(folder)).containsExactly("batch-0000000012.csv");
  }

  @Test
  void whatEndsOrSplitsAFieldIsQuotedAndNothingElse() throws IOException {
    assertThat(
            written(
                folder, root, 0, Batches.texts(root, "a\rb", "a\nb", "a,b", "a\"b", "", "a b;'c")))
        .isEqualTo(
            "text,n\r\n"
                + "\"a\r"
                + "b\",0\r\n"
                + "\"a\n"
                + "b\",1\r\n"
                + "\"a,b\",2\r\n"
                + "\"a\"\"b\",3\r\n"
                + "\"\",4\r\n"
                + "a b;'c,5\r\n");
  }

  @Test
  void aResultOfSeveralBatchesIsOneFile() throws IOException {
    assertThat(
            written(
                folder,
                root,
                0,
                Batches.longs(root, 1L, 2L),
                Batches.longs(root),
                Batches.longs(root, 3L)))
        .isEqualTo("n\r\n1\r\n2\r\n3\r\n");
  }

  @Test
  void aBatchThatComesAgainReplacesItsFile() throws IOException {
    written(folder, root, 3, Batches.longs(root, 1L));
    assertThat(written(folder, root, 3, Batches.longs(root, 2L))).isEqualTo("n\r\n2\r\n");
    assertThat(names(folder)).hasSize(1);
    assertThat(written(folder, root, 3, Batches.longs(root))).isNull();
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void namesAreQuotedAsValuesAre() throws IOException {
    Schema schema = new Schema(List.of(Field.nullable("a,\"b\"", new ArrowType.Int(64, true))));
    try (Batch batch = Batches.longs(root, 1L)) {
      assertThat(written(folder, root, 0, batch.select(schema, 0)))
          .isEqualTo("\"a,\"\"b\"\"\"\r\n1\r\n");
    }
  }

  @Test
  void moreThanABufferful() throws IOException {
    Long[] many = new Long[100_000];
    StringBuilder expected = new StringBuilder("n\r\n");
    for (int i = 0; i < many.length; i++) {
      many[i] = (long) i;
      expected.append(i).append("\r\n");
    }
    assertThat(written(folder, root, 0, Batches.longs(root, many))).isEqualTo(expected.toString());
  }

  @Test
  void aTypeThatCannotBeWrittenIsRefusedWhenTheQueryStarts() throws IOException {
    Schema schema = new Schema(List.of(Field.nullable("l", ArrowType.List.INSTANCE)));
    try (CsvSink sink = new CsvSink(folder)) {
      assertThatThrownBy(() -> sink.open(new SinkContext(schema, root)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("column=l");
    }
  }

  /**
   * Linux has a device that is always full: the file that is written aside is made a link to it.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskFailsTheBatchAndLeavesNothing() throws IOException {
    Files.createSymbolicLink(folder.resolve(".batch-0000000005.csv.tmp"), Path.of("/dev/full"));
    assertThatThrownBy(() -> written(folder, root, 5, Batches.longs(root, 1L)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("batch-0000000005.csv", "bytesWritten=0", "No space left");
    assertThat(names(folder)).isEmpty();
  }

  @Property(tries = 300)
  void anyTextCanBeReadBack(
      @ForAll List<@StringLength(max = 8) @CharRange(from = ' ', to = 'z') String> plain)
      throws IOException {
    List<String> texts = new ArrayList<>();
    for (String text : plain) {
      texts.add(
          text.replace('a', ',')
              .replace('b', '"')
              .replace('c', '\n')
              .replace('d', '\r')
              .replace('e', 'ö'));
    }
    Path folder = Files.createTempDirectory("csv");
    try (BufferAllocator root = new RootAllocator()) {
      String written = written(folder, root, 1, Batches.texts(root, texts.toArray(String[]::new)));
      assertThat(texts.isEmpty() ? List.of() : firstFields(written)).isEqualTo(texts);
    } finally {
      Files.deleteIfExists(folder.resolve("batch-0000000001.csv"));
      Files.delete(folder);
    }
  }

  /** A plain reader of RFC 4180: the first field of each record but the header. */
  private static List<String> firstFields(String csv) {
    List<String> fields = new ArrayList<>();
    int at = csv.indexOf("\r\n") + 2;
    while (at < csv.length()) {
      StringBuilder field = new StringBuilder();
      if (csv.charAt(at) == '"') {
        for (at++; csv.charAt(at) != '"' || csv.charAt(at + 1) == '"'; at++) {
          at += csv.charAt(at) == '"' ? 1 : 0;
          field.append(csv.charAt(at));
        }
        at++;
      } else {
        while (csv.charAt(at) != ',') {
          field.append(csv.charAt(at++));
        }
      }
      fields.add(field.toString());
      assertThat(csv.charAt(at)).isEqualTo(',');
      at = csv.indexOf("\r\n", at) + 2;
    }
    return fields;
  }
}
