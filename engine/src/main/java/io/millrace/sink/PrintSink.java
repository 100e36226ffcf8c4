package io.millrace.sink;

import io.millrace.error.UserException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;

/**
 * Prints the first rows of each result, as Spark's {@code print} does:
 *
 * <pre>
 * -------------------------------------------
 * Time: 2026-01-31T08:15:01Z (batch 12)
 * -------------------------------------------
 * value  count
 * hello      3
 * world      1
 * ... 5 more rows
 * </pre>
 *
 * Numbers stand to the right, everything else to the left; a missing value is {@code null}; control
 * characters are escaped; what is wider than 80 characters is cut and ends in {@code ...}.
 */
public final class PrintSink implements Sink {
  private static final String RULE = "-".repeat(43);

  private final int limit;
  private final PrintStream out;

  /**
   * Prints results to a stream.
   *
   * @param limit the greatest number of rows to print of each result, from 0
   * @param out where to print; flushed after each result, never closed
   */
  public PrintSink(int limit, PrintStream out) {
    if (limit < 0) {
      throw new UserException("A number of rows to print is 0 or more: limit=" + limit + ".");
    }
    this.limit = limit;
    this.out = out;
  }

  @Override
  public String name() {
    return "print";
  }

  @Override
  public void open(SinkContext context) {}

  @Override
  public void write(Result result) throws IOException {
    StringBuilder text = new StringBuilder();
    line(text, RULE);
    line(
        text,
        "Time: " + Instant.ofEpochMilli(result.timeMillis()) + " (batch " + result.batchId() + ")");
    line(text, RULE);
    PrintedTable.of(result, limit).lines().forEach(line -> line(text, line));
    long hidden = result.rows() - limit;
    if (hidden > 0) {
      line(text, "... " + hidden + (hidden == 1 ? " more row" : " more rows"));
    }
    line(text, "");
    out.print(text);
    if (out.checkError()) {
      throw new IOException(
          "The stream that is printed to must take what it is given: batch="
              + result.batchId()
              + ".");
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(System.lineSeparator());
  }

  @Override
  public void close() {
    out.flush();
  }
}
