package io.millrace.source;

import io.millrace.error.InternalException;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A place in the files of a folder, {@code file=a.txt, modified=2026-01-01T09:00:00Z, byte=4096}:
 * all files before this one, in order of modification time and then name, and of this one so much.
 *
 * @param name the file's name within the folder
 * @param modified when the file was last written
 * @param within how far it goes in the file, as counters: {@code , byte=4096}
 */
public record FilePlace(String name, FileTime modified, String within) {
  /** The offset of a source that has not begun. */
  public static final Offset START = new Offset("start");

  /** The beginning of a file. */
  public static FilePlace in(FoundFile file) {
    return new FilePlace(file.name(), file.modified(), "");
  }

  /** With a counter more. */
  public FilePlace and(String counter, long count) {
    return new FilePlace(name, modified, within + ", " + counter + "=" + count);
  }

  /** As an offset. */
  public Offset offset() {
    return new Offset("file=" + name + ", modified=" + modified + within);
  }

  /**
   * The place that an offset stands for.
   *
   * @param source whose offset this should be, for the message
   * @param counters names of the counters that it must have, in their order
   * @throws io.millrace.error.UserException if the text is of another form
   */
  public static FilePlace of(Offset offset, String source, String... counters) {
    String within =
        Arrays.stream(counters).map(c -> ", " + c + "=\\d{1,18}").collect(Collectors.joining());
    Pattern form = Pattern.compile("file=(.*), modified=([^,]*)(" + within + ")", Pattern.DOTALL);
    Matcher text = form.matcher(offset.text());
    try {
      if (text.matches()) {
        FileTime modified = FileTime.from(Instant.parse(text.group(2)));
        return new FilePlace(text.group(1), modified, text.group(3));
      }
    } catch (DateTimeException e) {
      throw Offset.foreign(offset, source, example(counters), e);
    }
    throw Offset.foreign(offset, source, example(counters), null);
  }

  private static String example(String[] counters) {
    FilePlace place = new FilePlace("a", FileTime.from(Instant.EPOCH), "");
    for (String counter : counters) {
      place = place.and(counter, 0);
    }
    return place.offset().text();
  }

  /** A counter's value. */
  public long count(String counter) {
    Matcher found = Pattern.compile(", " + counter + "=(\\d+)").matcher(within);
    if (!found.find()) {
      throw new InternalException(
          "A place must have the counter that is asked for: counter="
              + counter
              + ", place="
              + this);
    }
    return Long.parseLong(found.group(1));
  }

  /** Whether this place is in that very file: of this name, and not written since. */
  public boolean isIn(FoundFile file) {
    return file.name().equals(name) && file.modified().equals(modified);
  }

  /** Whether a file comes before that of this place. */
  public boolean isBehind(FoundFile file) {
    int times = file.modified().compareTo(modified);
    return times < 0 || (times == 0 && file.name().compareTo(name) < 0);
  }
}
