package io.millrace.harness;

import io.millrace.kernels.batch.Batch;
import io.millrace.source.Limit;
import io.millrace.source.Offset;
import io.millrace.source.Polled;
import io.millrace.source.QueueSource;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** A queue that writes down what is asked of it, and throws at one step if it is told to. */
public final class ScriptedSource implements Source {
  /** What a source is asked to do. */
  public enum Step {
    OPEN,
    POLL,
    COMMIT,
    CLOSE
  }

  private final String name;
  private final QueueSource queue;
  private final List<Step> calls = new ArrayList<>();
  private final List<Offset> committed = new ArrayList<>();
  private Step failing;
  private int countdown;
  private Throwable failure;
  private boolean pollsAhead = true;

  /** An empty queue. */
  public ScriptedSource(String name, Schema schema) {
    this.name = name;
    this.queue = new QueueSource(schema);
  }

  /** From now on the {@code nth} call of a step throws, counted from 1. */
  public ScriptedSource failing(Step step, int nth, Throwable thrown) {
    failing = step;
    countdown = nth;
    failure = thrown;
    return this;
  }

  /** From now on it is not polled before what it gave last is committed. */
  public ScriptedSource byTurns() {
    pollsAhead = false;
    return this;
  }

  /** Puts a batch at the end. */
  public void add(Batch batch) {
    queue.add(batch);
  }

  /** The calls so far. */
  public List<Step> calls() {
    return calls;
  }

  /** The offsets committed so far. */
  public List<Offset> committed() {
    return committed;
  }

  private void step(Step step) {
    calls.add(step);
    if (step == failing && --countdown == 0) {
      throw Thrown.sneaky(failure);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    return queue.schema();
  }

  @Override
  public void open(SourceContext context) {
    step(Step.OPEN);
  }

  @Override
  public boolean pollsAhead() {
    return pollsAhead;
  }

  @Override
  public Polled poll(Limit limit) {
    step(Step.POLL);
    return queue.poll(limit);
  }

  @Override
  public void commit(Offset offset) {
    step(Step.COMMIT);
    committed.add(offset);
  }

  @Override
  public void close() {
    queue.close();
    step(Step.CLOSE);
  }
}
