package io.millrace.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Limits;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every block of Java in the manual compiles and runs over the tables that the guide shows, prints
 * what the page shows that it prints, in any order of rows, and fails where the page says so.
 */
class ManualTest {
  @TempDir static Path folder;
  private static List<Example> examples;
  private static CompiledExamples compiled;

  @BeforeAll
  static void compile() throws Exception {
    Page guide = Page.read("docs/guide.md");
    examples = new ArrayList<>(Example.of(guide));
    examples.addAll(Example.of(Page.read("docs/spark-users.md")));
    compiled = CompiledExamples.of(guide, examples, folder);
  }

  @AfterAll
  static void close() throws Exception {
    compiled.close();
  }

  @Test
  void thereAreExamplesOfEveryKind() {
    assertThat(examples).hasSizeGreaterThan(10);
    assertThat(examples).anyMatch(Example::isClass);
    assertThat(examples).anyMatch(example -> example.fails().isPresent());
    assertThat(examples).filteredOn(example -> example.prints().isPresent()).hasSizeGreaterThan(5);
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    return examples.stream()
        .filter(example -> !example.isClass())
        .map(example -> DynamicTest.dynamicTest(example.place(), () -> check(example)));
  }

  private static void check(Example example) throws Exception {
    if (example.fails().isPresent()) {
      assertThatThrownBy(() -> run(example)).hasStackTraceContaining(example.fails().get());
      return;
    }
    String printed = run(example);
    if (example.prints().isPresent()) {
      assertThat(rows(printed))
          .as(printed)
          .containsExactlyInAnyOrderElementsOf(rows(example.prints().get()));
    }
  }

  private static String run(Example example) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (RootAllocator root = new RootAllocator();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      try (StreamingContext context =
          StreamingContext.builder()
              .trigger(Trigger.AVAILABLE_NOW)
              .limits(Limits.DEFAULT.withMaxRows(example.maxRows()).withBackPressure(false))
              .allocator(root)
              .out(out)
              .create()) {
        compiled.build(example, context);
        if (!context.explain().isEmpty()) {
          context.start();
          context.awaitTermination();
        }
      }
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Lines of tables that have rows, without what frames them and without the width of columns. */
  private static List<String> rows(String printed) {
    List<String> lines =
        printed
            .lines()
            .filter(
                line -> !line.isBlank() && !line.startsWith("---") && !line.startsWith("Time: "))
            .map(line -> line.strip().replaceAll(" {2,}", "  "))
            .toList();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      boolean header = lines.get(i).equals(lines.getFirst());
      boolean rowFollows = i + 1 < lines.size() && !lines.get(i + 1).equals(lines.getFirst());
      if (!header || rowFollows) {
        rows.add(lines.get(i));
      }
    }
    return rows;
  }
}
