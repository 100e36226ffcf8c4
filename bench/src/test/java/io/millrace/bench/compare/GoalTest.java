package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.data.KeyedLongs;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTest {
  private static final Timings SUBJECT = timings("mill", Role.SUBJECT, 10, 30, 20);
  private static final Timings SLOW_PEER = timings("slow", Role.PEER, 80, 80, 80);
  private static final Timings FAST_PEER = timings("fast", Role.PEER, 50, 10, 50);
  private static final Timings BOUND = timings("read", Role.BOUND, 9, 8, 20);

  @Test
  void medianAndBestOfTheRounds() {
    assertThat(SUBJECT.medianSeconds()).isEqualTo(20);
    assertThat(SUBJECT.bestSeconds()).isEqualTo(10);
    assertThat(SUBJECT.medianRate()).isEqualTo(100);
    assertThat(SUBJECT.bestRate()).isEqualTo(200);
    assertThat(SUBJECT.medianByteRate()).isEqualTo(1_600);
    assertThat(timings("even", Role.PEER, 4, 1, 2, 100).medianSeconds()).isEqualTo(3);
  }

  @Test
  void bestPeerIsTheOneWithTheBestMedian() {
    ScenarioResult result = result("s", SUBJECT, SLOW_PEER, FAST_PEER, BOUND);
    assertThat(result.bestPeer()).contains(FAST_PEER);
    assertThat(new Goal.TimesBestPeer(2).reached(SUBJECT, result, List.of(result))).contains(2.5);
  }

  @Test
  void aBoundCountsWithItsBestRound() {
    ScenarioResult result = result("s", SUBJECT, BOUND);
    assertThat(new Goal.ShareOfBound(0.4).reached(SUBJECT, result, List.of(result))).contains(0.4);
  }

  @Test
  void ownRateInAnotherScenario() {
    ScenarioResult plain = result("plain", timings("mill", Role.SUBJECT, 10), FAST_PEER);
    ScenarioResult result = result("s", SUBJECT);
    Goal goal = new Goal.ShareOfScenario(0.6, "plain");
    assertThat(goal.reached(SUBJECT, result, List.of(plain, result))).contains(0.5);
    assertThat(goal.verdict(SUBJECT, result, List.of(plain, result)))
        .isEqualTo("goal: mill at least 0.60 times its own rate in plain: 0.50, NOT REACHED");
    assertThat(goal.verdict(SUBJECT, result, List.of(result))).endsWith("not measured in this run");
  }

  @Test
  void verdictTellsWhenItIsReached() {
    ScenarioResult result = result("s", SUBJECT, FAST_PEER);
    assertThat(new Goal.TimesBestPeer(2).verdict(SUBJECT, result, List.of(result)))
        .isEqualTo("goal: mill at least 2.00 times the best peer: 2.50, reached");
  }

  @Test
  void reportHasALineForEachContenderAndTheVerdicts() {
    Scenario scenario =
        new Scenario(
            "s",
            Query.SUM_AND_COUNT_BY_KEY,
            new KeyedLongs(2_000, 5, true, 1),
            List.of(new Goal.TimesBestPeer(2)));
    ScenarioResult result =
        new ScenarioResult(
            scenario, List.of(BOUND, SUBJECT, FAST_PEER), new ResultDigest(5, 1), 0.25);
    String report = Report.of(result, List.of(result));
    assertThat(report)
        .containsPattern("(?m)^read +9\\.000 .* 88\\.9 %$")
        .containsPattern("(?m)^mill +20\\.000 .* 2\\.50 +40\\.0 %$")
        .containsPattern("(?m)^fast +50\\.000 .* 1\\.00 +16\\.0 %$")
        .contains("result: 5 rows", "2.50, reached")
        .contains("other processes kept 0.25 processors busy");
  }

  private static ScenarioResult result(String name, Timings... timings) {
    Scenario scenario =
        new Scenario(
            name, Query.SUM_AND_COUNT_BY_KEY, new KeyedLongs(2_000, 5, true, 1), List.of());
    return new ScenarioResult(scenario, List.of(timings), ResultDigest.EMPTY, -1);
  }

  private static Timings timings(String name, Role role, long... seconds) {
    long[] nanos = new long[seconds.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = seconds[i] * 1_000_000_000;
    }
    return new Timings(name, role, "1", nanos, 2_000, 32_000);
  }
}
