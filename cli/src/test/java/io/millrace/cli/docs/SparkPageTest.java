package io.millrace.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ContextBuilder;
import io.millrace.Functions;
import io.millrace.GroupedStream;
import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.expr.Expr;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SparkPageTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CALL = Pattern.compile("(\\w+)\\(");
  private static final Class<?>[] API = {
    StreamingContext.class,
    ContextBuilder.class,
    Stream.class,
    GroupedStream.class,
    Functions.class,
    Expr.class,
    Expr.Case.class
  };

  /** Durations and expressions in examples. */
  private static final Set<String> OF_JAVA = Set.of("ofSeconds", "of");

  @Test
  void everyMethodOfTheMillraceColumnExists() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "spark-users.md"))) {
      String[] cells = line.split(" \\| ");
      if (line.startsWith("|") && cells.length > 1) {
        calls(cells[1], named);
      }
    }
    named.removeAll(OF_JAVA);
    assertThat(named).hasSizeGreaterThan(50);
    assertThat(named).isSubsetOf(methods());
  }

  private static void calls(String cell, Set<String> named) {
    Matcher code = CODE.matcher(cell);
    while (code.find()) {
      Matcher call = CALL.matcher(code.group(1));
      while (call.find()) {
        named.add(call.group(1));
      }
    }
  }

  private static Set<String> methods() {
    return Arrays.stream(API)
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .map(Method::getName)
        .collect(Collectors.toSet());
  }
}
