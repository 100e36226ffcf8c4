package io.millrace.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLimiterTest {
  private static final long INTERVAL = 1_000_000_000L;
  private static final long NONE = Long.MAX_VALUE;

  private static BatchLimiter limiter(long maxRows, boolean backPressure) {
    return new BatchLimiter(new Limits(maxRows, 77, backPressure), INTERVAL);
  }

  /** What the limit is after one batch under no limit that took so many rows and milliseconds. */
  @ParameterizedTest
  @CsvSource({
    "1000000, 2000, 450000",
    "1000000, 1500, 600000",
    "1000000, 1001, 899100",
    "1000000, 1000, 9223372036854775807",
    "1000000,   10, 9223372036854775807",
    "     50, 5000, 100",
    "   1000, 9000, 100",
    "      0, 5000, 9223372036854775807",
  })
  void aBatchThatTookTooLongLowersTheLimitToWhatWouldHaveFitted(
      long rows, long millis, long limit) {
    BatchLimiter limiter = limiter(NONE, true);
    limiter.observe(rows, false, millis * 1_000_000);
    assertThat(limiter.limit().rows()).isEqualTo(limit);
    assertThat(limiter.limit().bytes()).isEqualTo(77);
  }

  @Test
  void batchesThatLeaveRoomRaiseItAgainStepByStep() {
    BatchLimiter limiter = limiter(NONE, true);
    limiter.observe(1_000_000, true, 3 * INTERVAL);
    assertThat(limiter.limit().rows()).isEqualTo(300_000);
    limiter.observe(300_000, true, INTERVAL / 2);
    assertThat(limiter.limit().rows()).isEqualTo(375_000);
    limiter.observe(375_000, true, INTERVAL * 8 / 10);
    assertThat(limiter.limit().rows()).as("no room left").isEqualTo(375_000);
  }

  @Test
  void itIsNotRaisedWhileItDoesNotBind() {
    BatchLimiter limiter = limiter(NONE, true);
    limiter.observe(1_000_000, true, 3 * INTERVAL);
    limiter.observe(1_000, false, INTERVAL / 100);
    assertThat(limiter.limit().rows()).isEqualTo(300_000);
  }

  /** A source that hands over whole record batches stays under the limit though it binds. */
  @Test
  void itIsRaisedWhenTheSourceHadMoreThanItCouldCutOff() {
    BatchLimiter limiter = limiter(NONE, true);
    limiter.observe(1_000_000, true, 3 * INTERVAL);
    limiter.observe(200_000, true, INTERVAL / 10);
    assertThat(limiter.limit().rows()).isEqualTo(375_000);
  }

  @Test
  void theFixedLimitIsNeverPassed() {
    BatchLimiter limiter = limiter(40, true);
    assertThat(limiter.limit().rows()).isEqualTo(40);
    limiter.observe(40, true, 100 * INTERVAL);
    assertThat(limiter.limit().rows()).as("the least limit is the fixed one").isEqualTo(40);
    BatchLimiter large = limiter(1_000, true);
    large.observe(1_000, true, 2 * INTERVAL);
    for (int i = 0; i < 20; i++) {
      large.observe(large.limit().rows(), true, 1);
    }
    assertThat(large.limit().rows()).isEqualTo(1_000);
  }

  @Test
  void aLargerOneThanWhatTookTooLongIsLoweredOnlyDownwards() {
    BatchLimiter limiter = limiter(NONE, true);
    limiter.observe(1_000_000, true, 10 * INTERVAL);
    limiter.observe(10_000_000, true, 2 * INTERVAL);
    assertThat(limiter.limit().rows()).isEqualTo(90_000);
  }

  @Test
  void withoutBackPressureTheLimitIsFixed() {
    BatchLimiter limiter = limiter(5_000, false);
    limiter.observe(5_000, true, 50 * INTERVAL);
    assertThat(limiter.limit().rows()).isEqualTo(5_000);
  }
}
