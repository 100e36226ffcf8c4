package io.millrace.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void givesThePublishedSequence() {
    assertThat(SplitMix64.at(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(SplitMix64.at(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
    assertThat(SplitMix64.at(0, 2)).isEqualTo(0x06C45D188009454FL);
  }

  @Test
  void scalesIntoTheRange() {
    long[] drawn = new long[7];
    for (int i = 0; i < 7_000; i++) {
      drawn[(int) SplitMix64.below(7, 1, i)]++;
    }
    assertThat(Arrays.stream(drawn)).allMatch(count -> count > 850 && count < 1_150);
  }
}
