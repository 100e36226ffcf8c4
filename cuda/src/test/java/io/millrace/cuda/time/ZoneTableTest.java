package io.millrace.cuda.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tables of all zones give what java.time gives, at any time. */
class ZoneTableTest {
  private static final long CYCLE = 146_097L * 86_400;

  @Test
  void offsetsOfAllZonesAtAnyTime() {
    for (String zone : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneRules rules = ZoneId.of(zone).getRules();
      long[] table = ZoneTable.of(rules);
      for (long second : seconds(table)) {
        assertThat(offset(table, 2, second))
            .as("%s at %d", zone, second)
            .isEqualTo(rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds());
      }
    }
  }

  @Test
  void offsetsOfAllZonesAtAnyLocalTime() {
    for (String zone : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneRules rules = ZoneId.of(zone).getRules();
      long[] table = ZoneTable.of(rules);
      int locals = 2 + (int) table[0];
      for (long second : seconds(table)) {
        long local = second + offset(table, 2, second);
        assertThat(offset(table, locals, local))
            .as("%s at local %d", zone, local)
            .isEqualTo(earlier(rules, LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC)));
      }
    }
  }

  /** The earlier of two; in a gap the one before it. */
  private static long earlier(ZoneRules rules, LocalDateTime local) {
    List<ZoneOffset> valid = rules.getValidOffsets(local);
    ZoneOffset offset =
        valid.isEmpty() ? rules.getTransition(local).getOffsetBefore() : valid.getFirst();
    return offset.getTotalSeconds();
  }

  /** As the device looks a second up: among the changes from {@code from} on. */
  private static long offset(long[] table, int from, long second) {
    int count = (int) table[0];
    long start = table[1];
    long within = second < start + CYCLE ? second : start + (second - start) % CYCLE;
    int at = Arrays.binarySearch(table, from, from + count, within);
    int notAbove = at < 0 ? -at - 1 - from : at - from + 1;
    return table[2 + 2 * count + notAbove];
  }

  /** Around each change, in the cycle and in later ones, and anywhere. */
  private static List<Long> seconds(long[] table) {
    Random random = new Random(table[0]);
    TreeSet<Long> seconds = new TreeSet<>();
    for (int i = 0; i < table[0]; i += 1 + random.nextInt(8)) {
      long change = table[2 + i];
      for (long later : new long[] {0, CYCLE, 1_000 * CYCLE}) {
        for (long near : new long[] {-7_200, -1, 0, 1, 3_599, 7_200}) {
          seconds.add(change + later + near);
        }
      }
    }
    for (int i = 0; i < 200; i++) {
      seconds.add(random.nextLong(-100 * CYCLE, 100 * CYCLE));
      seconds.add(random.nextLong(-CYCLE / 2, CYCLE / 2));
    }
    return List.copyOf(seconds);
  }
}
