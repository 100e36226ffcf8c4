package io.millrace.harness;

import io.millrace.kernels.fixture.BoxedRows;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import java.util.ArrayList;
import java.util.List;

/** A sink that writes down what is asked of it, and throws at one step if it is told to. */
public final class ScriptedSink implements Sink {
  /** What a sink is asked to do. */
  public enum Step {
    OPEN,
    WRITE,
    CLOSE
  }

  private final List<Step> calls = new ArrayList<>();
  private final List<Long> batchIds = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();
  private Step failing;
  private int countdown;
  private Throwable failure;

  /** The {@code nth} call of a step throws, counted from 1. */
  public ScriptedSink failing(Step step, int nth, Throwable thrown) {
    failing = step;
    countdown = nth;
    failure = thrown;
    return this;
  }

  /** The calls so far. */
  public List<Step> calls() {
    return calls;
  }

  /** The ids of the batches that were accepted. */
  public List<Long> batchIds() {
    return batchIds;
  }

  /** The rows that were accepted. */
  public List<List<Object>> rows() {
    return rows;
  }

  private void step(Step step) {
    calls.add(step);
    if (step == failing && --countdown == 0) {
      throw Thrown.sneaky(failure);
    }
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public void open(SinkContext context) {
    step(Step.OPEN);
  }

  @Override
  public void write(Result result) {
    step(Step.WRITE);
    batchIds.add(result.batchId());
    result.batches().forEach(batch -> rows.addAll(BoxedRows.rows(batch)));
  }

  @Override
  public void close() {
    step(Step.CLOSE);
  }
}
