package io.millrace.loop;

import io.millrace.Limits;
import io.millrace.Trigger;
import io.millrace.error.UserException;
import io.millrace.operator.BatchCancelled;
import io.millrace.operator.QueryRunner;
import io.millrace.source.Limit;
import io.millrace.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The micro-batch loop: decides when a batch runs and how large it may be. Runs on the query's own
 * thread.
 */
final class QueryLoop {
  private static final Logger LOG = LoggerFactory.getLogger(QueryLoop.class);

  /** How long to wait for rows before asking again, where no interval says when. */
  private static final long IDLE_MILLIS = 5;

  private final QueryRunner runner;
  private final Trigger trigger;
  private final long intervalMillis;
  private final Clock clock;
  private final BatchLimiter limiter;
  private final Listeners listeners;
  private final StopSignal stop;

  QueryLoop(
      QueryRunner runner,
      Trigger trigger,
      long intervalMillis,
      Limits limits,
      Clock clock,
      Listeners listeners,
      StopSignal stop) {
    this.runner = runner;
    this.trigger = trigger;
    this.intervalMillis = intervalMillis;
    this.clock = clock;
    this.limiter = new BatchLimiter(limits, intervalMillis * 1_000_000);
    this.listeners = listeners;
    this.stop = stop;
  }

  /** Runs batches until the query is told to stop, has read all that is available, or fails. */
  void run() {
    try {
      switch (trigger) {
        case INTERVAL -> byInterval();
        case AS_FAST_AS_POSSIBLE -> asFastAsPossible();
        case AVAILABLE_NOW -> availableNow();
      }
    } catch (BatchCancelled e) {
      LOG.debug("The query was stopped in the midst of a batch.");
    } catch (InterruptedException e) {
      throw new UserException(
          "A query's thread must not be interrupted: thread="
              + Thread.currentThread().getName()
              + ". Call stop(graceful) to end the query.",
          e);
    }
  }

  private void byInterval() throws InterruptedException {
    long next = Math.floorDiv(clock.millis(), intervalMillis) * intervalMillis + intervalMillis;
    while (!stop.requested()) {
      stop.awaitUntil(clock, next);
      if (stop.requested()) {
        return;
      }
      batch(next, false, false);
      if (runner.isExhausted()) {
        lastBatch();
        return;
      }
      next =
          Math.max(
              next + intervalMillis,
              Math.floorDiv(clock.millis(), intervalMillis) * intervalMillis);
    }
  }

  private void asFastAsPossible() throws InterruptedException {
    while (!stop.requested()) {
      if (batch(clock.millis(), true, false).metrics() == null) {
        if (runner.isExhausted()) {
          lastBatch();
          return;
        }
        stop.awaitUntil(clock, clock.millis() + IDLE_MILLIS);
      }
    }
  }

  private void availableNow() {
    boolean more = true;
    while (more && !stop.requested()) {
      QueryRunner.Outcome outcome = batch(clock.millis(), true, false);
      more = outcome.more() || outcome.metrics() != null;
    }
    lastBatch();
  }

  /** The sources have nothing more: windows of event time that are still open end now. */
  private void lastBatch() {
    if (runner.hasEventTime() && !stop.requested()) {
      batch(clock.millis(), false, true);
    }
  }

  private QueryRunner.Outcome batch(long time, boolean skipIfEmpty, boolean last) {
    long delay = Math.max(0, clock.millis() - time);
    Limit limit = limiter.limit();
    QueryRunner.Outcome outcome =
        runner.runBatch(
            new QueryRunner.Request(
                time,
                delay,
                limit,
                skipIfEmpty,
                trigger != Trigger.INTERVAL && !last,
                last,
                stop::immediate));
    if (outcome.metrics() != null) {
      if (trigger == Trigger.INTERVAL) {
        limiter.observe(outcome.mostRows(), outcome.more(), outcome.metrics().processingNanos());
      }
      listeners.onBatch(outcome.metrics());
    }
    return outcome;
  }
}
