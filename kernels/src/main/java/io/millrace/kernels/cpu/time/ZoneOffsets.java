package io.millrace.kernels.cpu.time;

import io.millrace.error.UserException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * A zone's offset from UTC in seconds. Remembers the span between two changes of the offset that
 * was asked for last, so that {@link ZoneRules} are seldom asked. For one thread.
 */
public final class ZoneOffsets {
  /** Java's instants end at year ±10^9; offsets this far out do not change. */
  private static final long FARTHEST = 30_000_000_000_000_000L;

  /** No two offsets differ by more. */
  private static final long DAY = 86_400;

  private final ZoneRules rules;
  private long from = Long.MAX_VALUE;
  private long until = Long.MIN_VALUE;
  private long offset;

  private ZoneOffsets(ZoneRules rules) {
    this.rules = rules;
    if (rules.isFixedOffset()) {
      from = Long.MIN_VALUE;
      until = Long.MAX_VALUE;
      offset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
    }
  }

  /** The offsets of a zone, or of UTC for null. */
  public static ZoneOffsets of(String zone) {
    return new ZoneOffsets(rules(zone));
  }

  /**
   * The rules of a zone, or of UTC for null.
   *
   * @throws UserException if the zone is unknown
   */
  public static ZoneRules rules(String zone) {
    try {
      return (zone == null ? ZoneOffset.UTC : ZoneId.of(zone)).getRules();
    } catch (DateTimeException e) {
      throw new UserException(
          "A timestamp's zone must be known: zone=" + zone + ". Use a name of the zone database.",
          e);
    }
  }

  /** Whether the offset is 0 at all times. */
  public boolean isUtc() {
    return rules.isFixedOffset() && offset == 0;
  }

  /** The offset at a second since the epoch. */
  public long at(long second) {
    if (second < from || second >= until) {
      lookUp(second);
    }
    return offset;
  }

  private void lookUp(long second) {
    if (rules.isFixedOffset()) {
      return;
    }
    Instant instant = Instant.ofEpochSecond(Math.clamp(second, -FARTHEST, FARTHEST));
    ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    offset = rules.getOffset(instant).getTotalSeconds();
    from = before == null || second < -FARTHEST ? Long.MIN_VALUE : before.toEpochSecond();
    until = after == null || second > FARTHEST ? Long.MAX_VALUE : after.toEpochSecond();
  }

  /**
   * The second of a local second, where the {@code preferred} offset stands if it is valid then;
   * else as {@link #fromLocal(long)}.
   */
  public long fromLocal(long local, long preferred) {
    long second = local - preferred;
    return at(second) == preferred ? second : fromLocal(local);
  }

  /** The second of a local second: the earlier of two, and past a gap by the gap's length. */
  public long fromLocal(long local) {
    long second = local - at(local);
    boolean clear = second > from + 2 * DAY && second < until - 2 * DAY;
    if (rules.isFixedOffset() || clear || local > FARTHEST || local < -FARTHEST) {
      return second;
    }
    LocalDateTime time = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
    List<ZoneOffset> valid = rules.getValidOffsets(time);
    ZoneOffset standing =
        valid.isEmpty() ? rules.getTransition(time).getOffsetBefore() : valid.getFirst();
    return local - standing.getTotalSeconds();
  }
}
