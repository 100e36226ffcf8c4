package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.LongRange;
import org.junit.jupiter.api.Test;

class WatermarkTrackerTest {
  private final WatermarkTracker tracker = new WatermarkTracker(10, 3);

  @Test
  void thereIsNoneBeforeTheFirstEvent() {
    tracker.observe(0, LongRange.EMPTY);
    tracker.advance();
    assertThat(tracker.watermark()).isEqualTo(WatermarkTracker.NONE);
    assertThat(tracker.watermarkAfterBatch()).isEqualTo(WatermarkTracker.NONE);
  }

  @Test
  void itStandsStillWithinABatch() {
    tracker.observe(0, new LongRange(5, 50));
    assertThat(tracker.watermark()).isEqualTo(WatermarkTracker.NONE);
    assertThat(tracker.watermarkAfterBatch()).isEqualTo(40);
    tracker.advance();
    assertThat(tracker.watermark()).isEqualTo(40);
  }

  @Test
  void itFollowsTheGreatestOfAllWorkersAndNeverGoesBack() {
    tracker.observe(0, new LongRange(5, 50));
    tracker.observe(2, new LongRange(0, 70));
    tracker.observe(2, LongRange.EMPTY);
    tracker.observe(1, new LongRange(60, 60));
    tracker.advance();
    assertThat(tracker.watermark()).isEqualTo(60);
    tracker.observe(1, new LongRange(1, 2));
    tracker.advance();
    assertThat(tracker.watermark()).isEqualTo(60);
  }

  @Test
  void beforeNineteenSeventyItIsNegative() {
    tracker.observe(0, new LongRange(-500, -300));
    tracker.advance();
    assertThat(tracker.watermark()).isEqualTo(-310);
  }

  @Test
  void atTheBeginOfTimeItDoesNotWrap() {
    tracker.observe(0, new LongRange(Long.MIN_VALUE, Long.MIN_VALUE + 3));
    tracker.advance();
    assertThat(tracker.watermark()).isLessThan(Long.MIN_VALUE + 10);
    tracker.observe(0, new LongRange(0, 100));
    tracker.advance();
    assertThat(tracker.watermark()).isEqualTo(90);
  }
}
