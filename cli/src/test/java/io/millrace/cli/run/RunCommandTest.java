package io.millrace.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Captured;
import io.millrace.cli.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir Path folder;

  @Test
  void aMissingJarIsAUsageError() {
    Captured run = Captured.run("run", "Nowhere", "--jar", folder.resolve("no.jar").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("A jar must be a file that can be read", "no.jar");
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void anUnknownMainClassIsAUsageErrorThatNamesTheJars() {
    Captured run = Captured.run("run", "org.example.Nowhere");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("class=org.example.Nowhere", "jars=[]", "--jar");
  }

  @Test
  void aClassWithoutMainIsAUsageError() {
    Captured run = Captured.run("run", "java.lang.String");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("must have a main method", "class=java.lang.String");
  }

  @Test
  void anUnknownSettingIsAUsageErrorThatNamesTheNearest() {
    Captured run = Captured.run("run", "--conf", "millrace.devcie=cpu", "java.lang.String");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("name=millrace.devcie", "nearest=[millrace.device");
    assertThat(System.getProperty("millrace.devcie")).isNull();
  }

  @Test
  void aSettingWithoutMeaningIsAUsageError() {
    Captured run = Captured.run("run", "--conf", "millrace.workers=many", "java.lang.String");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("millrace.workers=many", "whole number");
  }

  @Test
  void aSettingWithoutValueIsAUsageError() {
    Captured run = Captured.run("run", "--conf", "millrace.workers", "java.lang.String");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("millrace.workers");
  }

  @Test
  void theProgramGetsItsArgumentsAndSettings() throws Exception {
    Path jar =
        TestProgram.jar(
            folder,
            "Echo",
            """
            package org.example;

            public class Echo {
              public static void main(String[] arguments) {
                System.out.println(String.join("|", arguments));
                System.out.println(System.getProperty("millrace.workers"));
                System.out.println(
                    Thread.currentThread().getContextClassLoader() == Echo.class.getClassLoader());
              }
            }
            """);
    Captured run =
        ChildJvm.run(
            folder,
            "run",
            "org.example.Echo",
            "--jar",
            jar.toString(),
            "--conf",
            "millrace.workers=2",
            "first",
            "--conf",
            "b=c",
            "--verbose",
            "-x");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactly("first|--conf|b=c|--verbose|-x", "2", "true");
    assertThat(run.code()).isZero();
  }

  @Test
  void unknownOptionsAreTheProgramsOwn() throws Exception {
    Path source =
        TestProgram.source(
            folder,
            "Options",
            """
            void main(String[] arguments) {
              IO.println(String.join("|", arguments));
            }
            """);
    Captured run = ChildJvm.run(folder, "run", source.toString(), "--batches", "3", "--jar", "x");
    assertThat(run.out().lines()).containsExactly("--batches|3|--jar|x");
    assertThat(run.code()).isZero();
  }

  @Test
  void aSignalLetsTheBatchInHandAndTheProgramEnd() throws Exception {
    Path source =
        TestProgram.source(
            folder,
            "Endless",
            """
            import io.millrace.*;
            import io.millrace.source.*;
            import java.time.Duration;

            void main() throws Exception {
              try (var context = StreamingContext.of(Duration.ofMillis(20))) {
                context.rate(RateSource.builder().rowsPerSecond(1000).column("n", io.millrace.source.rate.RateColumns.longs(1, 9)).build()).count().print();
                context.start();
                context.awaitTermination();
                IO.println("ended");
              }
            }
            """);
    try (ChildJvm run = ChildJvm.start(folder, "run", source.toString())) {
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (run.out().lines().count() < 10 && run.isAlive() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      run.interrupt();
      Captured captured = run.await();
      assertThat(captured.out().lines()).last().isEqualTo("ended");
      assertThat(captured.err()).isEmpty();
    }
  }

  @Test
  void aSourceFileThatDoesNotCompileFailsWithTheCompilersWords() throws Exception {
    Path source = TestProgram.source(folder, "Broken", "void main() { int i = true; }");
    Captured run = Captured.run("run", source.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("incompatible types", "A program must compile", "Broken.java");
  }

  @Test
  void aUserErrorOfTheProgramIsItsMessageAlone() throws Exception {
    Path source = TestProgram.source(folder, "NoOutput", FAILING);
    Captured quiet = Captured.run("run", source.toString());
    assertThat(quiet.code()).isEqualTo(1);
    assertThat(quiet.err()).startsWith("millrace: A program needs an output");
    assertThat(quiet.err().lines()).hasSize(1);

    Captured verbose = Captured.run("--verbose", "run", source.toString());
    assertThat(verbose.code()).isEqualTo(1);
    assertThat(verbose.err()).contains("A program needs an output", "\tat ", "NoOutput");
  }

  @Test
  void aDefectOfTheProgramShowsWhereItIs() throws Exception {
    Path source =
        TestProgram.source(
            folder, "Defect", "void main() { throw new IllegalStateException(\"lost\"); }");
    Captured run = Captured.run("run", source.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("IllegalStateException: lost", "Defect.java");
  }

  private static final String FAILING =
      """
      import io.millrace.StreamingContext;

      class NoOutput {
        public static void main(String[] arguments) throws Exception {
          try (StreamingContext context = StreamingContext.builder().create()) {
            context.start();
          }
        }
      }
      """;
}
