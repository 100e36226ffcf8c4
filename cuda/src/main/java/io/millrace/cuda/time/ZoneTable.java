package io.millrace.cuda.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * A zone's offsets as the array that {@code time.cuh} reads: the number of changes, the start of
 * the years whose changes repeat, then for each change its second, the local second from which on
 * the offset before it no longer holds, and all offsets, one more than there are changes.
 *
 * <p>Past the changes that are known one by one, a zone's rules depend on the calendar alone, which
 * repeats every 400 years (146,097 days, a whole number of weeks). So the table has the changes of
 * one such cycle, and later seconds are moved back into it.
 */
final class ZoneTable {
  private static final long DAY = 86_400;
  private static final long CYCLE = 146_097 * DAY;

  private ZoneTable() {}

  static long[] of(ZoneRules rules) {
    List<ZoneOffsetTransition> changes = new ArrayList<>(rules.getTransitions());
    long start = Long.MAX_VALUE - CYCLE;
    if (!rules.getTransitionRules().isEmpty()) {
      start = cycleStart(changes);
      addCycle(rules, start, changes);
    }
    int count = changes.size();
    long[] table = new long[2 + 3 * count + 1];
    table[0] = count;
    table[1] = start;
    table[2 + 2 * count] = rules.getOffset(Instant.MIN).getTotalSeconds();
    for (int i = 0; i < count; i++) {
      ZoneOffsetTransition change = changes.get(i);
      int before = change.getOffsetBefore().getTotalSeconds();
      int after = change.getOffsetAfter().getTotalSeconds();
      table[2 + i] = change.toEpochSecond();
      table[2 + count + i] = change.toEpochSecond() + Math.max(before, after);
      table[2 + 2 * count + 1 + i] = after;
    }
    return table;
  }

  /** A new year by which the rules have been in force for a year at least. */
  private static long cycleStart(List<ZoneOffsetTransition> known) {
    int year = known.isEmpty() ? 1970 : known.getLast().getDateTimeBefore().getYear();
    return LocalDate.of(year + 2, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }

  /** To a little past the cycle's end: what is local time there may be the next year elsewhere. */
  private static void addCycle(ZoneRules rules, long start, List<ZoneOffsetTransition> changes) {
    Instant at = changes.isEmpty() ? Instant.MIN : changes.getLast().getInstant();
    ZoneOffsetTransition next = rules.nextTransition(at);
    while (next != null && next.toEpochSecond() < start + CYCLE + 2 * DAY) {
      changes.add(next);
      next = rules.nextTransition(next.getInstant());
    }
  }
}
