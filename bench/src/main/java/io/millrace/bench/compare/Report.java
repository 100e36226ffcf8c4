package io.millrace.bench.compare;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes results as text. */
final class Report {
  private static final String ROW = "%-12s %10s %12s %12s %10s %12s %14s%n";

  private Report() {}

  /** One scenario as a table, with its goals' verdicts. */
  static String of(ScenarioResult result, List<ScenarioResult> all) {
    StringBuilder text = new StringBuilder();
    Scenario scenario = result.scenario();
    text.append(String.format("%n%s: %s%n", scenario.name(), scenario.query().title()));
    text.append(String.format("  %s", scenario.source().describe()));
    text.append(result.digest() == null ? "" : "; result: " + result.digest());
    text.append(System.lineSeparator());
    text.append(
        String.format(
            ROW,
            "contender",
            "median s",
            "median Mrow/s",
            "best Mrow/s",
            "MB/s",
            "x best peer",
            "of memory rate"));
    for (Timings timings : result.timings()) {
      text.append(row(timings, result));
    }
    for (Timings timings : result.timings()) {
      text.append(String.format("  %s: %s%n", timings.contender(), timings.version()));
    }
    text.append("  ").append(OtherLoad.describe(result.otherLoad()));
    text.append(System.lineSeparator());
    for (Timings timings : result.timings()) {
      if (timings.role() == Role.SUBJECT) {
        for (Goal goal : scenario.goals()) {
          text.append(goal.verdict(timings, result, all)).append(System.lineSeparator());
        }
      }
    }
    return text.toString();
  }

  private static String row(Timings timings, ScenarioResult result) {
    return String.format(
        ROW,
        timings.contender(),
        decimal(3, timings.medianSeconds()),
        decimal(1, timings.medianRate() / 1e6),
        decimal(1, timings.bestRate() / 1e6),
        decimal(0, timings.medianByteRate() / 1e6),
        timings.role() == Role.BOUND ? "" : ratio(timings, result.bestPeer()),
        share(timings, result.bound()));
  }

  private static String ratio(Timings timings, Optional<Timings> peer) {
    return peer.map(best -> decimal(2, timings.medianRate() / best.medianRate())).orElse("-");
  }

  private static String share(Timings timings, Optional<Timings> bound) {
    return bound
        .map(best -> decimal(1, 100 * timings.medianRate() / best.bestRate()) + " %")
        .orElse("-");
  }

  private static String decimal(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
