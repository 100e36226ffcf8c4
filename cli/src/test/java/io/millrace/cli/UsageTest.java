package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void helpNamesEveryCommandAndEveryExitCode() {
    Captured help = Captured.run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("demo", "run", "devices", "version");
    assertThat(help.out()).contains("Exit codes:", "0   ", "1   ", "2   ");
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "run", "devices", "version"})
  void everyCommandHasAUsageText(String command) {
    Captured help = Captured.run(command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith("Usage: millrace " + command);
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void noCommandIsAUsageError() {
    Captured none = Captured.run();
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("A command must be named", "Try 'millrace --help'.");
    assertThat(none.out()).isEmpty();
  }

  @Test
  void aMistypedCommandIsAUsageErrorThatNamesTheNearest() {
    Captured mistyped = Captured.run("demmo");
    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(mistyped.err()).contains("'demmo'", "Possibly meant: demo");
  }

  @Test
  void aMistypedOptionIsAUsageErrorWithoutAStackTrace() {
    Captured mistyped = Captured.run("demo", "--bathces=3");
    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(mistyped.err()).contains("--bathces=3", "--batches", "Try 'millrace demo --help'.");
    assertThat(mistyped.err()).doesNotContain("\tat ");
  }

  @Test
  void verboseShowsTheStackTraceOfAUsageError() {
    Captured verbose = Captured.run("--verbose", "demo", "--window", "soon");
    assertThat(verbose.code()).isEqualTo(2);
    assertThat(verbose.err()).contains("--window=soon", "\tat ");
  }

  @Test
  void verboseMayStandBehindTheCommand() {
    Captured verbose = Captured.run("demo", "--window", "soon", "--verbose");
    assertThat(verbose.code()).isEqualTo(2);
    assertThat(verbose.err()).contains("--window=soon", "\tat ");
  }

  @Test
  void versionTellsMillraceAndJava() {
    Captured version = Captured.run("version");
    assertThat(version.code()).isZero();
    assertThat(version.out())
        .matches("(?s)millrace \\d+\\.\\d+.*Java " + Runtime.version().feature() + ".*");
  }

  @Test
  void devicesTellsWhatIsThereAndWhyNot() {
    Captured devices = Captured.run("devices");
    assertThat(devices.code()).isZero();
    assertThat(devices.out()).containsPattern("(?m)^cpu +available +\\S+");
    assertThat(devices.out()).containsPattern("(?m)^cuda +unavailable +\\S+");
  }
}
