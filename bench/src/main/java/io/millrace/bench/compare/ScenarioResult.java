package io.millrace.bench.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a scenario's rounds measured.
 *
 * @param scenario which
 * @param timings of each contender that took part
 * @param digest of the result on which all agreed; null if only bounds took part
 * @param otherLoad the processors that other processes kept busy during the timed rounds, on
 *     average; negative if unknown
 */
public record ScenarioResult(
    Scenario scenario, List<Timings> timings, ResultDigest digest, double otherLoad) {
  /** Keeps a copy of the timings. */
  public ScenarioResult {
    timings = List.copyOf(timings);
  }

  /** The peer with the highest median rate. */
  public Optional<Timings> bestPeer() {
    return timings.stream()
        .filter(t -> t.role() == Role.PEER)
        .max(Comparator.comparingDouble(Timings::medianRate));
  }

  /** The bound. */
  public Optional<Timings> bound() {
    return timings.stream().filter(t -> t.role() == Role.BOUND).findFirst();
  }
}
