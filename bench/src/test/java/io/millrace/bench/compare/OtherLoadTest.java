package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OtherLoadTest {
  @Test
  void ownTimeIsTakenOffWhatTheMachineWasBusy() {
    OtherLoad before = new OtherLoad(100, 40, 1_000);
    assertThat(new OtherLoad(700, 140, 2_000).nanosSince(before)).isEqualTo(500);
    assertThat(new OtherLoad(150, 140, 2_000).nanosSince(before)).isZero();
  }

  @Test
  void unknownStaysUnknown() {
    OtherLoad before = new OtherLoad(-1, 40, 1_000);
    long nanos = new OtherLoad(700, 140, 2_000).nanosSince(before);
    assertThat(nanos).isNegative();
    assertThat(OtherLoad.describe((double) nanos)).contains("unknown");
  }

  @Test
  void thisProcessHasUsedTime() {
    OtherLoad now = OtherLoad.now();
    assertThat(now.ownNanos()).isPositive();
  }
}
