package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalmTest {
  private static final long SECOND = 1_000_000_000;

  private final List<String> log = new ArrayList<>();
  private long now;
  private long busy;
  private int disturbances;

  @Test
  void runsAtOnceWithoutPatience() throws Exception {
    disturbances = 5;
    assertThat(calm(0).measure(contender(1)).nanos()).isEqualTo(1);
    assertThat(log).containsExactly("run c");
  }

  @Test
  void waitsUntilOthersAreDone() throws Exception {
    disturbances = 3;
    assertThat(calm(100).measure(contender(1)).nanos()).isEqualTo(1);
    assertThat(log).containsExactly("pause", "pause", "pause", "pause", "run c");
  }

  @Test
  void patienceEnds() throws Exception {
    disturbances = 1_000;
    assertThat(calm(2).measure(contender(1)).nanos()).isEqualTo(1);
    assertThat(log).containsExactly("pause", "pause", "run c");
  }

  @Test
  void aDisturbedRunIsRepeated() throws Exception {
    Contender disturbedOnce =
        new Scripted("c", Role.PEER, log) {
          private int runs;

          @Override
          public Measurement run() {
            now += SECOND;
            busy += runs++ == 0 ? SECOND : 0;
            return super.run();
          }
        }.then(7, 1).then(8, 1);
    Calm calm = calm(100);
    assertThat(calm.measure(disturbedOnce).nanos()).isEqualTo(8);
    assertThat(calm.otherProcessors()).isZero();
    assertThat(log).containsExactly("pause", "run c", "pause", "run c");
  }

  @Test
  void loadDuringTheRunsIsKnown() throws Exception {
    Contender halfDisturbed =
        new Scripted("c", Role.PEER, log) {
          @Override
          public Measurement run() {
            now += 2 * SECOND;
            busy += SECOND;
            return super.run();
          }
        }.then(7, 1);
    Calm calm = calm(0);
    calm.measure(halfDisturbed);
    assertThat(calm.otherProcessors()).isEqualTo(0.5);
  }

  private Calm calm(long seconds) {
    return new Calm(Duration.ofSeconds(seconds), () -> new OtherLoad(busy, 0, now), this::pause);
  }

  private void pause() {
    log.add("pause");
    now += SECOND;
    if (disturbances > 0) {
      disturbances--;
      busy += SECOND;
    }
  }

  private Contender contender(long nanos) {
    return new Scripted("c", Role.PEER, log).then(nanos, 1);
  }
}
