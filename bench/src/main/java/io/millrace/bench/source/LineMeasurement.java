package io.millrace.bench.source;

import io.millrace.error.InternalException;
import io.millrace.source.Limit;
import io.millrace.source.Polled;
import io.millrace.source.SourceContext;
import io.millrace.source.TextFilesSource;
import io.millrace.time.Clock;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Bytes of text a second that {@code textFiles} turns into lines on one core, from a file that lies
 * in the page cache. The text is words of 1 to 12 letters in lines of 1 to 20 words.
 */
public final class LineMeasurement {
  private static final int ROUNDS = 5;
  private static final Limit LIMIT = new Limit(Long.MAX_VALUE, 64 << 20);

  private LineMeasurement() {}

  /**
   * Arguments: megabytes of text (1,000), and the letters to write it with (a to z). Prints the
   * best round.
   */
  public static void main(String[] args) throws IOException {
    long bytes = (args.length > 0 ? Long.parseLong(args[0]) : 1_000) * 1_000_000;
    String letters = args.length > 1 ? args[1] : "abcdefghijklmnopqrstuvwxyz";
    Path folder = Files.createTempDirectory("lines");
    Path file = folder.resolve("text.txt");
    try {
      long lines = write(file, bytes, letters);
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.max(best, round(folder, Files.size(file), lines));
      }
      System.out.printf("%d MB, %d lines: %.0f MB/s%n", bytes / 1_000_000, lines, best / 1e6);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private static long write(Path file, long bytes, String letters) throws IOException {
    int[] points = letters.codePoints().toArray();
    SplittableRandom random = new SplittableRandom(7);
    long lines = 0;
    long written = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (; written < bytes; lines++) {
        byte[] line = line(random, points).getBytes(StandardCharsets.UTF_8);
        out.write(line);
        written += line.length;
      }
    }
    return lines;
  }

  private static String line(SplittableRandom random, int[] letters) {
    StringBuilder line = new StringBuilder();
    for (int words = random.nextInt(1, 21); words > 0; words--) {
      for (int left = random.nextInt(1, 13); left > 0; left--) {
        line.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
      line.append(words > 1 ? ' ' : '\n');
    }
    return line.toString();
  }

  private static double round(Path folder, long bytes, long expected) {
    try (BufferAllocator root = new RootAllocator();
        TextFilesSource source = new TextFilesSource(folder)) {
      source.open(new SourceContext(root, Clock.system()));
      long rows = 0;
      long started = CoreTime.nanos();
      for (boolean more = true; more; ) {
        try (Polled polled = source.poll(LIMIT)) {
          rows += polled.rows();
          more = polled.more();
        }
      }
      double seconds = (CoreTime.nanos() - started) / 1e9;
      if (rows != expected) {
        throw new InternalException(
            "Every line must come: rows=" + rows + ", expected=" + expected + ".");
      }
      return bytes / seconds;
    }
  }
}
