package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.data.KeyedLongs;
import io.millrace.error.InternalException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final Scenario SCENARIO =
      new Scenario(
          "tiny", Query.SUM_AND_COUNT_BY_KEY, new KeyedLongs(1_000, 5, true, 1), List.of());

  @TempDir Path folder;
  private final BufferAllocator allocator = new RootAllocator();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void everythingWasGivenBack() {
    allocator.close();
  }

  @Test
  void roundsTakeTurnsInWhoGoesFirst() throws Exception {
    run(1, 1, subject("a").then(1, 9).then(2, 9), peer("b").then(3, 9).then(4, 9));
    assertThat(log)
        .containsExactly(
            "prepare a", "prepare b", "run a", "run b", "run b", "run a", "close a", "close b");
  }

  @Test
  void warmUpIsNotKept() throws Exception {
    ScenarioResult result = run(2, 1, subject("a").then(900, 9).then(800, 9).then(5, 9));
    assertThat(result.timings().getFirst().nanos()).containsExactly(5);
    assertThat(result.timings().getFirst().rows()).isEqualTo(1_000);
    assertThat(result.digest()).isEqualTo(new ResultDigest(1, 9));
  }

  @Test
  void anotherResultFailsTheRunAndNamesWho() {
    Scripted wrong = peer("b").then(1, 10);
    assertThatThrownBy(() -> run(0, 1, subject("a").then(1, 9), wrong))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("scenario=tiny")
        .hasMessageContaining("a=1 rows, hash 0000000000000009")
        .hasMessageContaining("b=1 rows, hash 000000000000000a");
    assertThat(log).endsWith("close a", "close b");
  }

  @Test
  void aResultThatChangesFromRoundToRoundFailsTheRun() {
    assertThatThrownBy(() -> run(0, 2, subject("a").then(1, 9).then(1, 8)))
        .isInstanceOf(InternalException.class);
    assertThatThrownBy(() -> run(0, 2, bound("m").then(1, 9).then(1, 8)))
        .isInstanceOf(InternalException.class);
  }

  @Test
  void aBoundGivesNoResultToCompare() throws Exception {
    ScenarioResult result = run(0, 1, bound("m").then(1, 7), subject("a").then(1, 9));
    assertThat(result.digest()).isEqualTo(new ResultDigest(1, 9));
  }

  @Test
  void whoCannotAnswerIsLeftOut() throws Exception {
    ScenarioResult result = run(0, 1, peer("b").supportingNothing(), subject("a").then(1, 9));
    assertThat(result.timings()).extracting(Timings::contender).containsExactly("a");
    assertThat(log).containsExactly("close b", "prepare a", "run a", "close a");
  }

  @Test
  void allAreClosedThoughSomeFailTo() {
    Scripted first = subject("a").then(1, 9).failingToClose();
    Scripted second = peer("b").then(1, 9).failingToClose();
    assertThatThrownBy(() -> run(0, 1, first, second))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot close a")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("cannot close b"));
  }

  private ScenarioResult run(int warmups, int rounds, Scripted... contenders) throws Exception {
    List<Supplier<Contender>> makers = new ArrayList<>();
    Arrays.stream(contenders).forEach(contender -> makers.add(() -> contender));
    return new Comparison(
            makers, 1, warmups, Duration.ZERO, rounds, Duration.ZERO, allocator, folder, line -> {})
        .run(SCENARIO);
  }

  private Scripted subject(String name) {
    return new Scripted(name, Role.SUBJECT, log);
  }

  private Scripted peer(String name) {
    return new Scripted(name, Role.PEER, log);
  }

  private Scripted bound(String name) {
    return new Scripted(name, Role.BOUND, log);
  }
}
