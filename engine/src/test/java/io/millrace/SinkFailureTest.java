package io.millrace;

import static io.millrace.harness.ScriptedSink.Step.CLOSE;
import static io.millrace.harness.ScriptedSink.Step.OPEN;
import static io.millrace.harness.ScriptedSink.Step.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.DeviceException;
import io.millrace.error.InternalException;
import io.millrace.error.MillraceException;
import io.millrace.error.UserException;
import io.millrace.harness.Numbers;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSink.Step;
import io.millrace.harness.ScriptedSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SinkFailureTest {
  private final ScriptedSink good = new ScriptedSink();
  private final ScriptedSink bad = new ScriptedSink();
  private ScriptedSource source;

  /** Two outputs, the second of which throws at one step. */
  private Run run(Step step, int nth, Throwable failure) throws Exception {
    return Run.of(
        settings -> settings.limits(new Limits(10, Long.MAX_VALUE, false)),
        (context, allocator) -> {
          source = Numbers.source(allocator, 3, 10);
          Stream numbers = context.source(source);
          numbers.to(good);
          numbers.to(bad.failing(step, nth, failure));
        });
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedWithTheReason(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("out"));
    Run run =
        Run.of(
            (context, allocator) ->
                context.source(Numbers.source(allocator, 1, 10)).saveAsCsvFiles(file));
    assertThat(run.failure())
        .isInstanceOf(DeviceException.class)
        .hasMessageContainingAll("sink=csv(" + file + ")", "FileAlreadyExistsException: " + file);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void anIoExceptionIsTheMachinesFault(Step step) throws Exception {
    assertThat(run(step, 1, new IOException("No space left")).failure())
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("sink=scripted")
        .hasMessageContaining("error=No space left")
        .hasRootCauseInstanceOf(IOException.class);
    assertThat(good.calls()).containsOnlyOnce(CLOSE);
    assertThat(bad.calls()).containsOnlyOnce(CLOSE);
    assertThat(source.calls()).containsOnlyOnce(ScriptedSource.Step.CLOSE);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void otherExceptionsNameTheSinkToo(Step step) throws Exception {
    assertThat(run(step, 1, new IllegalStateException("jammed")).failure())
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("scripted")
        .hasMessageContaining("jammed");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void anErrorIsAFailureLikeAnyOther(Step step) throws Exception {
    assertThat(run(step, 1, new AssertionError("jammed")).failure())
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("jammed");
    assertThat(bad.calls()).containsOnlyOnce(CLOSE);
  }

  @Test
  void aWriteThatThrowsLeavesTheBatchUncommitted() throws Exception {
    Run run = run(WRITE, 2, new IOException("No space left"));
    assertThat(run.failure())
        .hasMessageContaining("batch=1")
        .hasMessageContaining("operator=output scripted")
        .hasMessageContaining("numbers from rows=10 to rows=20");
    assertThat(source.committed()).hasSize(1);
    assertThat(good.batchIds()).as("accepted before the other refused").containsExactly(0L, 1L);
    assertThat(bad.batchIds()).containsExactly(0L);
  }

  @Test
  void aSchemaRefusedAtOpeningIsTheUsersFault() throws Exception {
    Run run = run(OPEN, 1, new UserException("A column must be text: column=n."));
    assertThat(run.failure())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("A column must be text: column=n.");
    assertThat(good.calls()).containsExactly(OPEN, CLOSE);
    assertThat(source.calls()).doesNotContain(ScriptedSource.Step.POLL);
  }

  @Test
  void aSinkThatFailsToCloseFailsAQueryThatWasWell() throws Exception {
    Run run = run(CLOSE, 1, new IOException("flush"));
    assertThat(run.failure()).isInstanceOf(DeviceException.class).hasMessageContaining("close");
    assertThat(source.committed()).hasSizeGreaterThanOrEqualTo(3);
  }
}
