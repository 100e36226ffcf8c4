package io.millrace.cuda.emulator;

import java.util.HashMap;
import java.util.Map;

/**
 * A piece of work that was queued: a kernel by its name, or {@code upload}, {@code download},
 * {@code copy}, {@code fill}, {@code event}, {@code wait}.
 *
 * @param number in the order of calls
 * @param before for each stream the last of its work that is done before this is
 */
public record QueuedWork(
    long number, int stream, long bytes, String what, Map<Integer, Long> before) {
  static QueuedWork parse(String line) {
    String[] words = line.split(" ");
    Map<Integer, Long> before = new HashMap<>();
    if (words.length > 4) {
      for (String last : words[4].split(",")) {
        String[] pair = last.split(":");
        before.put(Integer.valueOf(pair[0]), Long.valueOf(pair[1]));
      }
    }
    return new QueuedWork(
        Long.parseLong(words[0]),
        Integer.parseInt(words[1]),
        Long.parseLong(words[2]),
        words[3],
        before);
  }

  /** Whether the other work is done before this begins. */
  public boolean isAfter(QueuedWork other) {
    return before.getOrDefault(other.stream, 0L) >= other.number;
  }

  /** Whether nothing orders the two: a device may do both at the same time. */
  public boolean overlaps(QueuedWork other) {
    return !isAfter(other) && !other.isAfter(this);
  }
}
