package io.millrace;

import static io.millrace.harness.ScriptedSource.Step.CLOSE;
import static io.millrace.harness.ScriptedSource.Step.COMMIT;
import static io.millrace.harness.ScriptedSource.Step.OPEN;
import static io.millrace.harness.ScriptedSource.Step.POLL;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.error.MillraceException;
import io.millrace.harness.Numbers;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSource;
import io.millrace.harness.ScriptedSource.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceFailureTest {
  private final ScriptedSink sink = new ScriptedSink();
  private ScriptedSource good;
  private ScriptedSource bad;

  /** Two sources, the second of which throws at one step. */
  private Run run(Step step, int nth, Throwable failure) throws Exception {
    return Run.of(
        settings -> settings.limits(new Limits(10, Long.MAX_VALUE, false)),
        (context, allocator) -> {
          good = Numbers.source(allocator, 3, 10);
          bad = Numbers.source(allocator, 3, 10).failing(step, nth, failure);
          context.source(good).union(context.source(bad)).to(sink);
        });
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void everyStepThatThrowsFailsTheQueryAndNamesTheSource(Step step) throws Exception {
    Run run = run(step, 1, new IllegalStateException("torn"));
    assertThat(run.failure())
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("numbers")
        .hasMessageContaining("torn");
    assertThat(good.calls()).contains(CLOSE).containsOnlyOnce(CLOSE);
    assertThat(bad.calls()).contains(CLOSE).containsOnlyOnce(CLOSE);
    assertThat(sink.calls()).containsOnlyOnce(ScriptedSink.Step.CLOSE);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void anErrorIsAFailureLikeAnyOther(Step step) throws Exception {
    assertThat(run(step, 1, new AssertionError("torn")).failure())
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("torn");
    assertThat(bad.calls()).containsOnlyOnce(CLOSE);
  }

  @Test
  void aPollThatThrowsLeavesTheBatchUncommitted() throws Exception {
    Run run = run(POLL, 2, new DataException("A line must be text: line=3."));
    assertThat(run.failure())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("A line must be text: line=3. At: batch=1")
        .hasMessageContaining("operator=source numbers")
        .hasMessageContaining("numbers from rows=10 to rows=20");
    assertThat(good.committed()).hasSize(1);
    assertThat(bad.committed()).hasSize(1);
    assertThat(sink.batchIds()).containsExactly(0L);
  }

  @Test
  void aCommitThatThrowsIsNamed() throws Exception {
    Run run = run(COMMIT, 2, new IllegalStateException("disk"));
    assertThat(run.failure())
        .hasMessageContaining("batch=1")
        .hasMessageContaining("operator=commit of source numbers");
    assertThat(good.committed()).hasSize(2);
    assertThat(bad.committed()).hasSize(1);
  }

  @Test
  void aSourceThatCannotOpenIsClosedLikeTheOthersAndNothingIsPolled() throws Exception {
    Run run = run(OPEN, 1, new io.millrace.error.UserException("A folder must exist: path=x."));
    assertThat(run.failure())
        .isInstanceOf(io.millrace.error.UserException.class)
        .hasMessageStartingWith("A folder must exist: path=x.");
    assertThat(good.calls()).containsExactly(OPEN, CLOSE);
    assertThat(bad.calls()).containsExactly(OPEN, CLOSE);
  }

  @Test
  void aFailureToCloseIsSuppressedIntoTheFirst() throws Exception {
    Run run =
        Run.of(
            (context, allocator) -> {
              bad =
                  Numbers.source(allocator, 1, 10)
                      .failing(CLOSE, 1, new IllegalStateException("close"));
              sink.failing(ScriptedSink.Step.WRITE, 1, new IllegalStateException("write"));
              context.source(bad).to(sink);
            });
    assertThat(run.failure()).hasMessageContaining("write").hasMessageNotContaining("close");
    assertThat(run.failure().getSuppressed())
        .anySatisfy(e -> assertThat(e).hasMessageContaining("close"));
  }

  @Test
  void aSourceThatNoOutputNeedsIsNeverOpenedButClosed() throws Exception {
    Run.of(
        (context, allocator) -> {
          good = Numbers.source(allocator, 1, 10);
          bad = Numbers.source(allocator, 1, 10);
          context.source(bad);
          context.source(good).to(sink);
        });
    assertThat(bad.calls()).containsExactly(CLOSE);
    assertThat(sink.rows()).hasSize(10);
  }
}
