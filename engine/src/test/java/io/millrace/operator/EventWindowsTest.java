package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operator.EventWindows.Window;
import io.millrace.plan.Grouping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of windows against counting them one by one. */
class EventWindowsTest {
  private static EventWindows windows(long length, long slide) {
    return new EventWindows(new Grouping.EventTime(null, null, length, slide, false));
  }

  /** All windows that hold a time, by trying every begin around it. */
  private static List<Window> holding(long time, long length, long slide) {
    List<Window> windows = new ArrayList<>();
    for (long start = time - length - 1; start <= time; start++) {
      if (Math.floorMod(start, slide) == 0 && start <= time && time < start + length) {
        windows.add(new Window(start, start + length));
      }
    }
    return windows;
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aPaneHoldsTimesOfTheSameWindows(
      @ForAll @IntRange(min = 1, max = 40) int slide,
      @ForAll @IntRange(min = 0, max = 60) int more,
      @ForAll @LongRange(min = -500, max = 500) long time) {
    EventWindows windows = windows(slide + more, slide);
    long pane = windows.pane(time);
    for (long other = time - 100; other < time + 100; other++) {
      if (windows.pane(other) == pane) {
        assertThat(holding(other, slide + more, slide))
            .isEqualTo(holding(time, slide + more, slide));
      }
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aTimeIsOpenWhileAWindowThatHoldsItHasNotEnded(
      @ForAll @IntRange(min = 1, max = 30) int slide,
      @ForAll @IntRange(min = 0, max = 60) int more,
      @ForAll @LongRange(min = -200, max = 200) long watermark,
      @ForAll @LongRange(min = -400, max = 400) long time) {
    long length = (long) slide + more;
    EventWindows windows = windows(length, slide);
    windows.advance(watermark);
    boolean open = holding(time, length, slide).stream().anyMatch(w -> w.end() > watermark);
    assertThat(time >= windows.firstOpen()).isEqualTo(open);
    assertThat(windows.isOver(windows.pane(time))).isEqualTo(!open);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void eachWindowEndsOnceAndHoldsItsPanes(
      @ForAll @IntRange(min = 1, max = 20) int slide,
      @ForAll @IntRange(min = 0, max = 40) int more,
      @ForAll @Size(min = 1, max = 6) List<@LongRange(min = -60, max = 60) Long> times,
      @ForAll @Size(min = 1, max = 6) List<@LongRange(min = -80, max = 200) Long> watermarks) {
    long length = (long) slide + more;
    EventWindows windows = windows(length, slide);
    long[] panes = times.stream().mapToLong(windows::pane).sorted().distinct().toArray();
    List<Window> ended = new ArrayList<>();
    long greatest = Long.MIN_VALUE;
    for (long watermark : watermarks) {
      List<Window> now =
          watermark > greatest ? windows.ending(panes, watermark) : List.<Window>of();
      now.forEach(window -> assertHolds(windows, window, panes));
      ended.addAll(now);
      windows.advance(watermark);
      greatest = Math.max(greatest, watermark);
    }
    long last = greatest;
    TreeSet<Long> expected = new TreeSet<>();
    times.forEach(time -> holding(time, length, slide).forEach(w -> expected.add(w.start())));
    expected.removeIf(start -> start + length > last);
    assertThat(ended).doesNotHaveDuplicates();
    assertThat(ended.stream().map(Window::start)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void assertHolds(EventWindows windows, Window window, long[] panes) {
    long[] expected =
        Arrays.stream(panes)
            .filter(
                pane ->
                    pane * windows.paneLength() >= window.start()
                        && pane * windows.paneLength() < window.end())
            .toArray();
    assertThat(windows.panesOf(window, panes)).isEqualTo(expected).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10,10,10", "10,5,5", "10,4,2", "7,3,1", "60000,1000,1000", "86400,3600,3600"})
  void panesAreTheGreatestCommonDivisor(long length, long slide, long pane) {
    assertThat(windows(length, slide).paneLength()).isEqualTo(pane);
  }

  @Test
  void aWatermarkNeverGoesBack() {
    EventWindows windows = windows(10, 10);
    windows.advance(35);
    assertThat(windows.firstOpen()).isEqualTo(30);
    windows.advance(12);
    assertThat(windows.firstOpen()).isEqualTo(30);
    windows.advance(WatermarkTracker.NONE);
    assertThat(windows.firstOpen()).isEqualTo(30);
  }

  @Test
  void theEndOfTimeClosesEveryWindow() {
    EventWindows windows = windows(10, 5);
    long[] panes = {windows.pane(-7), windows.pane(3), windows.pane(1L << 61)};
    assertThat(windows.ending(panes, Long.MAX_VALUE)).hasSize(6);
    windows.advance(Long.MAX_VALUE);
    assertThat(Arrays.stream(panes).allMatch(windows::isOver)).isTrue();
  }

  /** Windows that 64 bits cannot hold do not exist: their times are told apart beforehand. */
  @ParameterizedTest
  @CsvSource({"10,10", "10,3", "1000000,999999", "3,1"})
  void timesAtTheEndsOfTheRangeAreOutside(long length, long slide) {
    EventWindows windows = windows(length, slide);
    assertThat(windows.firstOpen()).isGreaterThan(Long.MIN_VALUE + length);
    assertThat(windows.lastTime()).isLessThan(Long.MAX_VALUE - length);
    for (long time : new long[] {windows.firstOpen(), windows.lastTime()}) {
      long[] pane = {windows.pane(time)};
      List<Window> ending = windows.ending(pane, Long.MAX_VALUE);
      assertThat(ending).isNotEmpty();
      assertThat(ending).allMatch(w -> w.start() <= time && time < w.end());
      assertThat(ending)
          .hasSizeBetween((int) (length / slide), (int) ((length + slide - 1) / slide));
    }
  }
}
