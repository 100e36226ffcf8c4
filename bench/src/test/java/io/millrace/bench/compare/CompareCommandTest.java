package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void runsTheChosenScenario() {
    int code =
        run("--quick", "--scenarios=long-100", "--contenders=memory-read,duckdb", "--rounds=1");
    assertThat(err.toString()).doesNotContain("Exception");
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("machine: ", "long-100: sum and count by key", "result: 100 rows")
        .doesNotContain("long-100k")
        .containsPattern("(?m)^memory-read ")
        .containsPattern("(?m)^duckdb ");
  }

  @Test
  void unknownNamesAreRefusedWithTheKnownOnes() {
    assertThat(run("--contenders=duck")).isEqualTo(1);
    assertThat(err.toString()).contains("contender=duck.", "polars").doesNotContain("\tat ");
    assertThat(run("--scenarios=nothing")).isEqualTo(1);
    assertThat(err.toString()).contains("scenarios=[nothing]", "event-sliding");
  }

  @Test
  void unknownOptionIsWrongUsage() {
    assertThat(run("--fast")).isEqualTo(2);
  }

  private int run(String... arguments) {
    CommandLine line = CompareCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--folder=" + folder;
    return line.execute(all);
  }
}
