package io.millrace;

import io.millrace.error.UserException;
import io.millrace.metrics.BatchListener;
import io.millrace.placement.Calibration;
import io.millrace.placement.GroupingCalibration;
import io.millrace.placement.ShadowShare;
import io.millrace.plan.BackendChoice;
import io.millrace.time.Clock;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Settings for a {@link StreamingContext}; all have {@link Defaults}, which system properties
 * {@code millrace.*} may change. For one thread.
 */
public final class ContextBuilder {
  String name = "query";
  Duration batchInterval;
  Trigger trigger;
  Device device;
  int workers;
  Limits limits;
  OnValueError onValueError;
  boolean stopOnShutdown;
  BackendChoice backends;
  ShadowShare shadowShare;
  Calibration calibration = new GroupingCalibration();
  Clock clock = Clock.system();
  BufferAllocator allocator;
  PrintStream out = System.out;
  Map<String, String> startingAt = Map.of();
  final List<BatchListener> listeners = new ArrayList<>();

  ContextBuilder(Defaults defaults) {
    this.batchInterval = defaults.batchInterval();
    this.trigger = defaults.trigger();
    this.device = defaults.device();
    this.workers = defaults.workers();
    this.limits = defaults.limits();
    this.onValueError = defaults.onValueError();
    this.stopOnShutdown = defaults.stopOnShutdown();
    this.shadowShare = defaults.shadowShare();
  }

  /** Name of the query, for logs and threads. */
  public ContextBuilder name(String queryName) {
    this.name = queryName;
    return this;
  }

  /** From one batch to the next, whole milliseconds; also the unit of batch-time windows. */
  public ContextBuilder batchInterval(Duration interval) {
    if (!interval.isPositive() || interval.getNano() % 1_000_000 != 0) {
      throw new UserException(
          "A batch interval must be a positive number of milliseconds: batchInterval="
              + interval
              + ".");
    }
    this.batchInterval = interval;
    return this;
  }

  /** When batches begin. */
  public ContextBuilder trigger(Trigger when) {
    this.trigger = when;
    return this;
  }

  /** Where operators run. */
  public ContextBuilder device(Device choice) {
    this.device = choice;
    return this;
  }

  /** How many workers run a batch; 0 for what fits the device. */
  public ContextBuilder workers(int count) {
    this.workers = count;
    return this;
  }

  /** How large batches may become. */
  public ContextBuilder limits(Limits batchLimits) {
    this.limits = batchLimits;
    return this;
  }

  /** What becomes of values that cannot be computed. */
  public ContextBuilder onValueError(OnValueError policy) {
    this.onValueError = policy;
    return this;
  }

  /**
   * Whether the query ends as {@link StreamingContext#stop()} does when the process is asked to
   * end, by Ctrl-C or a termination signal: the process then waits for the batch in hand, half a
   * minute at most, and a second for the context to be closed. Spark's {@code
   * spark.streaming.stopGracefullyOnShutdown}.
   */
  public ContextBuilder stopOnShutdown(boolean stop) {
    this.stopOnShutdown = stop;
    return this;
  }

  /**
   * Runs a share of the batches, from 0 to 1, on another device too, compares the results, and
   * raises an alarm in the log and the metrics if they differ. Costs a second run of such a batch,
   * and two moves of all groups. Nothing is compared where there is one device.
   */
  public ContextBuilder shadow(double share) {
    this.shadowShare = new ShadowShare(share);
    return this;
  }

  /** The time that the query lives by. */
  public ContextBuilder clock(Clock time) {
    this.clock = time;
    return this;
  }

  /**
   * An allocator of the program's own, a root or a child, which the program closes; all memory is
   * accounted under it.
   */
  public ContextBuilder allocator(BufferAllocator parent) {
    this.allocator = parent;
    return this;
  }

  /** Where {@link Stream#print} prints; standard output unless set. */
  public ContextBuilder out(PrintStream stream) {
    this.out = stream;
    return this;
  }

  /**
   * Where sources begin: at the positions of the last batch of an earlier run, as its metrics tell
   * them. Sources that are not among them begin at their beginning. Only sources go on where they
   * were; what the query kept in groups and windows begins anew.
   *
   * <p>{@link StreamingContext#start} throws a {@link UserException} if a name is that of no
   * source, {@link StreamingContext#awaitTermination()} if a source cannot go there: a socket
   * cannot be asked again.
   *
   * @param positions places by sources' names, see {@link
   *     io.millrace.metrics.BatchMetrics#positions}
   */
  public ContextBuilder startingAt(Map<String, String> positions) {
    this.startingAt = Map.copyOf(positions);
    return this;
  }

  /** Adds a listener. */
  public ContextBuilder listener(BatchListener listener) {
    this.listeners.add(listener);
    return this;
  }

  /**
   * The backends that may run the operators, in place of those that the device choice names, and
   * how they are calibrated.
   */
  ContextBuilder backends(BackendChoice choice, Calibration costs) {
    this.backends = choice;
    this.calibration = costs;
    return this;
  }

  /** The context. */
  public StreamingContext create() {
    return new StreamingContext(this);
  }
}
