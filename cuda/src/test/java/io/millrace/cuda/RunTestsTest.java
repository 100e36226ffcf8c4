package io.millrace.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class RunTestsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Not run by itself: it is nested, and not marked so. */
  static class Fine {
    @Test
    void passes() {}

    @Test
    void needsMore() {
      Assumptions.abort("no such thing here");
    }

    @Test
    @Disabled("for now")
    void isDisabled() {}
  }

  /** As {@link Fine}. */
  static class Broken {
    @Test
    void fails() {
      Assertions.fail("two are not one");
    }
  }

  private boolean run(String... patterns) {
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      return new RunTests(out, null).run(patterns);
    }
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatWasSkippedIsToldWithItsReason() {
    assertThat(run(".*RunTestsTest\\$Fine")).isTrue();
    assertThat(printed())
        .contains("1 passed      0 failed      2 skipped  io.millrace.cuda.RunTestsTest$Fine")
        .contains("no such thing here", "skipped 1: for now", "1 passed, 0 failed, 2 skipped in");
  }

  @Test
  void oneFailureFailsAll() {
    assertThat(run(".*RunTestsTest\\$(Fine|Broken)")).isFalse();
    assertThat(printed()).contains("FAILED ", "two are not one", "1 passed, 1 failed, 2 skipped");
  }

  @Test
  void noTestAtAllIsAFailure() {
    assertThat(run("no\\.such\\.Test")).isFalse();
    assertThat(printed()).contains("0 passed, 0 failed, 0 skipped");
  }
}
