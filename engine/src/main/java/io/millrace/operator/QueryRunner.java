package io.millrace.operator;

import io.millrace.OnValueError;
import io.millrace.error.Closing;
import io.millrace.error.DataException;
import io.millrace.error.DeviceException;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.batch.Batch;
import io.millrace.metrics.BatchMetrics;
import io.millrace.metrics.OperatorMetrics;
import io.millrace.placement.PlacedBackend;
import io.millrace.placement.ShadowShare;
import io.millrace.plan.Node;
import io.millrace.plan.SourceNames;
import io.millrace.source.Limit;
import io.millrace.source.Polled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a query's micro-batches, one at a time, when it is told to: polls the sources, pushes rows
 * through the operators, hands results to the sinks, commits. Knows no threads and no clock; used
 * by one thread.
 */
public final class QueryRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryRunner.class);

  private final PlacedBackend backend;
  private final Wiring wiring;
  private final Map<Node.Input, Stage> sources;
  private final SequencedMap<Node.Input, String> names;
  private final List<Wiring.TimedBreaker> breakers;
  private final OnValueError onValueError;
  private final Closing closing = new Closing();
  private ValueErrors errorsBefore = ValueErrors.NONE;
  private long replacedBefore;
  private long gatheredBefore;
  private final RowCounter rowCounter = new RowCounter();
  private final ShadowShare shadowShare;
  private OptionalLong shadowDifferences = OptionalLong.empty();
  private long nextBatch;

  /** What was polled before its turn; null if nothing was. */
  private Intake ahead;

  /**
   * Wires the operators up.
   *
   * @param shadowShare which batches are run on another device, too, and compared
   * @param children makes named child allocators; their owner closes them after this runner
   */
  public QueryRunner(
      List<Node.Output> outputs,
      PlacedBackend backend,
      ChildAllocators children,
      OnValueError onValueError,
      ShadowShare shadowShare) {
    this.shadowShare = shadowShare;
    this.backend = backend;
    this.onValueError = onValueError;
    this.names = SourceNames.of(outputs);
    this.wiring = new Wiring(outputs, backend, children::child);
    try {
      this.sources = wiring.sources();
    } catch (RuntimeException | Error e) {
      wiring.breakers().forEach(timed -> closing.add(timed.breaker()));
      closing.close(e);
      throw e;
    }
    this.breakers = wiring.breakers();
    breakers.forEach(timed -> closing.add(timed.breaker()));
  }

  /**
   * What is asked of one micro-batch.
   *
   * @param pollAhead whether the next batch, with the same limit, may be polled before this one
   *     runs
   */
  public record Request(
      long timeMillis,
      long delayMillis,
      Limit limit,
      boolean skipIfEmpty,
      boolean pollAhead,
      boolean last,
      BooleanSupplier cancelled) {}

  /**
   * What came of it.
   *
   * @param metrics null if the batch was skipped
   * @param more whether a source had more than the limit
   * @param mostRows the most rows that one source gave
   */
  public record Outcome(BatchMetrics metrics, boolean more, long mostRows) {}

  /** Whether no source will ever have a row again. */
  public boolean isExhausted() {
    return ahead == null
        && sources.keySet().stream().allMatch(input -> input.source().isExhausted());
  }

  /** Whether a last batch is to close windows of event time. */
  public boolean hasEventTime() {
    return !wiring.trackers().isEmpty();
  }

  /**
   * Runs one micro-batch.
   *
   * @throws io.millrace.error.MillraceException that ends with the batch's id, the operator and the
   *     positions; nothing was committed then
   */
  public Outcome runBatch(Request request) {
    long begin = System.nanoTime();
    Intake intake = intake(request.limit());
    Map<Node.Input, Polled> polled = intake.polled();
    try {
      intake.requireWhole();
      boolean more = intake.more();
      if (request.skipIfEmpty() && intake.isEmpty()) {
        return new Outcome(null, more, 0);
      }
      backend.begin(intake.rows());
      if (request.pollAhead() && more) {
        pollAhead(request.limit());
      }
      breakers.forEach(timed -> timed.breaker().begin());
      Computed computed;
      try (ShadowResults shadow = shadow(request, polled)) {
        computed = process(request, polled, shadow);
      }
      polled.forEach(QueryRunner::commit);
      nextBatch++;
      long nanos = System.nanoTime() - begin;
      backend.end(nanos);
      return new Outcome(metrics(computed, request, intake, nanos), more, intake.mostRows());
    } catch (Throwable e) {
      throw BatchFailure.of(e, nextBatch, polled);
    } finally {
      intake.close(backend);
    }
  }

  private Intake intake(Limit limit) {
    Intake next = ahead;
    ahead = null;
    return next == null ? Intake.poll(names.sequencedKeySet(), limit) : next;
  }

  /**
   * Takes the next batch, and has the device bring it up while it computes this one. Only where the
   * limit kept this one from being larger: rows that have not come are not waited for, and a batch
   * is not made smaller by being taken early.
   */
  private void pollAhead(Limit limit) {
    boolean may =
        backend.stagesAhead()
            && names.keySet().stream().allMatch(input -> input.source().pollsAhead());
    if (may) {
      Intake next = Intake.poll(names.sequencedKeySet(), limit);
      if (next.isEmpty()) {
        next.close(backend);
      } else {
        ahead = next;
        next.stageAhead(backend, sources);
      }
    }
  }

  private static void commit(Node.Input input, Polled polled) {
    try {
      input.source().commit(polled.to());
    } catch (Throwable e) {
      throw new OperatorFailure("commit of source " + input.source().name(), e);
    }
  }

  /**
   * The results of the operators on another device, if it is this batch's turn to be compared; else
   * null. The operators stand where they stood before.
   */
  private ShadowResults shadow(Request request, Map<Node.Input, Polled> polled) {
    if (!shadowShare.isDue(nextBatch) || !backend.hasShadow()) {
      return null;
    }
    ShadowResults results = new ShadowResults();
    try {
      backend.beginShadow();
      compute(newRun(request), polled)
          .outputs()
          .forEach(timed -> results.take((OutputOperator) timed.breaker()));
      return results;
    } catch (RuntimeException e) {
      results.close();
      if (BatchFailure.cause(e) instanceof DeviceException d) {
        backend.shadowFailed(d);
        return null;
      }
      throw e;
    } finally {
      backend.endShadow();
      rollback();
    }
  }

  private BatchRun newRun(Request request) {
    BatchRun run =
        new BatchRun(
            backend,
            nextBatch,
            request.timeMillis(),
            request.last(),
            rowCounter,
            request.cancelled());
    wiring.lateRows().into(run.tally());
    return run;
  }

  /**
   * Operators go back to where they stood before the batch. What watermarks have seen of it stays:
   * they see the same rows again.
   */
  private void rollback() {
    breakers.forEach(timed -> timed.breaker().rollback());
    errorsBefore = backend.valueErrors();
  }

  /** In how many rows the results differ from those of the other device; empty without these. */
  private OptionalLong compare(List<Wiring.TimedBreaker> outputs, ShadowResults shadow) {
    if (shadow == null) {
      return OptionalLong.empty();
    }
    long differences = 0;
    for (Wiring.TimedBreaker timed : outputs) {
      long found = shadow.differences((OutputOperator) timed.breaker());
      differences += found;
      if (found > 0) {
        LOG.error(
            "Devices must give one answer: batch={}, operator={}, rows that differ={}, device={}."
                + " Use device=cpu, and report it.",
            nextBatch,
            timed.name(),
            found,
            backend.name());
      }
    }
    return OptionalLong.of(differences);
  }

  /** Runs the operators; again, if a device fails before a sink was given anything. */
  private Computed process(Request request, Map<Node.Input, Polled> polled, ShadowResults shadow) {
    Computed computed = computeSomewhere(request, polled);
    shadowDifferences = compare(computed.outputs(), shadow);
    computed.outputs().forEach(output -> finish(output, computed.run()));
    wiring.trackers().values().forEach(WatermarkTracker::advance);
    return computed;
  }

  private Computed computeSomewhere(Request request, Map<Node.Input, Polled> polled) {
    for (boolean again = false; ; again = true) {
      try {
        if (again) {
          rollback();
        }
        return compute(newRun(request), polled);
      } catch (RuntimeException e) {
        if (!(BatchFailure.cause(e) instanceof DeviceException d && backend.recover(d))) {
          throw e;
        }
      }
    }
  }

  /**
   * A batch of which only the outputs are left to do, and all that the device knows of it: no
   * device is asked for anything once a sink has rows.
   *
   * @param outputs those that are due
   */
  private record Computed(
      BatchRun run,
      List<Wiring.TimedBreaker> outputs,
      ValueErrors errors,
      long stateRows,
      long stateBytes) {}

  private Computed compute(BatchRun run, Map<Node.Input, Polled> polled) {
    polled.forEach((input, one) -> run.drive(one.batches(), sources.get(input)));
    List<Wiring.TimedBreaker> outputs = new ArrayList<>();
    for (Wiring.TimedBreaker timed : breakers) {
      boolean due = (run.batchId() + 1) % timed.every() == 0;
      if (due && timed.breaker() instanceof OutputOperator output) {
        at(timed, () -> output.collect(run));
        outputs.add(timed);
      } else if (due) {
        finish(timed, run);
      }
    }
    ValueErrors errors = backend.valueErrors();
    requireValues(errors.since(errorsBefore));
    long stateRows = breakers.stream().mapToLong(timed -> timed.breaker().stateRows()).sum();
    long stateBytes = breakers.stream().mapToLong(timed -> timed.breaker().stateBytes()).sum();
    backend.checkpoint();
    return new Computed(run, outputs, errors, stateRows, stateBytes);
  }

  private static void finish(Wiring.TimedBreaker timed, BatchRun run) {
    at(timed, () -> timed.breaker().finish(run));
  }

  private static void at(Wiring.TimedBreaker timed, Runnable action) {
    try {
      action.run();
    } catch (OperatorFailure e) {
      throw e;
    } catch (Throwable e) {
      throw new OperatorFailure(timed.name(), e);
    }
  }

  private void requireValues(ValueErrors errors) {
    if (onValueError == OnValueError.FAIL && errors.total() > 0) {
      throw new DataException(
          "Every value must be computable under the strict policy: divisions by zero="
              + errors.divisionsByZero()
              + ", failed casts="
              + errors.failedCasts()
              + ". Filter such rows, or use OnValueError.NULL.");
    }
  }

  private BatchMetrics metrics(Computed computed, Request request, Intake intake, long nanos) {
    BatchRun run = computed.run();
    Map<Node.Input, Polled> polled = intake.polled();
    Map<String, Long> copied = new LinkedHashMap<>(run.tally().bytesCopied());
    Map<String, String> positions = new LinkedHashMap<>();
    polled.forEach(
        (input, one) -> {
          copied.merge("source " + input.source().name(), one.bytesCopied(), Long::sum);
          positions.put(names.get(input), one.to().text());
        });
    long gathered = backend.bytesGathered();
    if (gathered > gatheredBefore) {
      copied.put("device", gathered - gatheredBefore);
    }
    gatheredBefore = gathered;
    List<OperatorMetrics> operators =
        wiring.meters().stream()
            .map(meter -> meter.take(backend.name()))
            .sorted(Comparator.comparingInt(OperatorMetrics::node))
            .toList();
    ValueErrors inBatch = computed.errors().since(errorsBefore);
    errorsBefore = computed.errors();
    long replacedInBatch = intake.rowsReplaced() - replacedBefore;
    replacedBefore = intake.rowsReplaced();
    return new BatchMetrics(
        run.batchId(),
        run.timeMillis(),
        backend.name(),
        backend.placement().reason(),
        intake.rows(),
        run.tally().rowsOut(),
        polled.values().stream()
            .flatMap(one -> one.batches().stream())
            .mapToLong(Batch::bytes)
            .sum(),
        copied,
        nanos,
        request.delayMillis(),
        operators,
        watermarkMillis(),
        run.tally().lateRows(),
        computed.stateRows(),
        computed.stateBytes(),
        request.limit().rows(),
        inBatch,
        replacedInBatch,
        shadowDifferences,
        positions);
  }

  private OptionalLong watermarkMillis() {
    return wiring.trackers().entrySet().stream()
        .filter(entry -> entry.getValue().watermark() != WatermarkTracker.NONE)
        .mapToLong(entry -> entry.getKey().toMillis(entry.getValue().watermark()))
        .min();
  }

  /** Forgets all state and gives back its memory. */
  @Override
  public void close() {
    if (ahead != null) {
      Intake left = ahead;
      ahead = null;
      closing.add(() -> left.close(backend));
    }
    closing.close();
  }
}
