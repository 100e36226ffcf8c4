package io.millrace.bench.compare;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A rate that the subject has to reach, as a multiple of another rate of the same run. */
public sealed interface Goal {
  /** At least {@code factor} times the fastest peer's median rate. */
  record TimesBestPeer(double factor) implements Goal {}

  /** At least the share {@code factor} of the rate at which memory can be read. */
  record ShareOfBound(double factor) implements Goal {}

  /** At least the share {@code factor} of the subject's own rate in another scenario. */
  record ShareOfScenario(double factor, String scenario) implements Goal {}

  /** The multiple that has to be reached. */
  double factor();

  /** What is multiplied, in words. */
  default String reference() {
    return switch (this) {
      case TimesBestPeer _ -> "the best peer";
      case ShareOfBound _ -> "the memory read rate";
      case ShareOfScenario share -> "its own rate in " + share.scenario();
    };
  }

  /**
   * The multiple that a subject reached in {@code result}; empty if the rate to compare with was
   * not measured.
   *
   * @param all results of the run so far, {@code result} among them
   */
  default Optional<Double> reached(
      Timings subject, ScenarioResult result, List<ScenarioResult> all) {
    Optional<Timings> reference =
        switch (this) {
          case TimesBestPeer _ -> result.bestPeer();
          case ShareOfBound _ -> result.bound();
          case ShareOfScenario share ->
              all.stream()
                  .filter(other -> other.scenario().name().equals(share.scenario()))
                  .flatMap(other -> other.timings().stream())
                  .filter(timings -> timings.contender().equals(subject.contender()))
                  .findFirst();
        };
    return reference.map(other -> subject.medianRate() / rate(other));
  }

  /** A bound's best round counts: anything slower was a disturbance. */
  private static double rate(Timings timings) {
    return timings.role() == Role.BOUND ? timings.bestRate() : timings.medianRate();
  }

  /** One line: the goal, and whether the subject reached it. */
  default String verdict(Timings subject, ScenarioResult result, List<ScenarioResult> all) {
    String measured =
        reached(subject, result, all)
            .map(
                times ->
                    String.format(
                        Locale.ROOT,
                        "%.2f, %s",
                        times,
                        times >= factor() ? "reached" : "NOT REACHED"))
            .orElse("not measured in this run");
    return String.format(
        Locale.ROOT,
        "goal: %s at least %.2f times %s: %s",
        subject.contender(),
        factor(),
        reference(),
        measured);
  }
}
