package io.millrace;

import io.millrace.error.UserException;
import java.time.Duration;

/**
 * Windows of event time, aligned to 1970-01-01T00:00Z, from their begin (which belongs to them) to
 * their end (which does not). Made by {@link Functions#window}.
 *
 * @param column the event-time column, a timestamp
 * @param length of each window
 * @param slide from one window's begin to the next's; equal to the length for tumbling windows
 */
public record EventWindow(String column, Duration length, Duration slide) {
  /**
   * Checks the durations.
   *
   * @throws UserException if one is not positive, or the slide longer than the length
   */
  public EventWindow {
    if (length.isNegative()
        || length.isZero()
        || slide.isNegative()
        || slide.isZero()
        || slide.compareTo(length) > 0) {
      throw new UserException(
          "A window's length and slide must be positive, and the slide no longer than the length:"
              + " length="
              + length
              + ", slide="
              + slide
              + ".");
    }
  }
}
