package io.millrace.samples;

import static io.millrace.Functions.col;
import static io.millrace.Functions.lower;
import static io.millrace.Functions.split;

import io.millrace.StreamingContext;
import java.nio.file.Path;

/**
 * Counts the words of the text files that appear in a folder, over all files since it was started:
 * each batch prints the new totals of the words that it had.
 *
 * <p>Arguments: {@code [folder]}, {@code samples/input/text} unless given. Ends as {@link
 * FolderWordCount} does.
 */
public final class RunningWordCount {
  private RunningWordCount() {}

  /** Runs the sample. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "samples/input/text");
    try (StreamingContext context = StreamingContext.builder().create()) {
      context
          .textFiles(folder)
          .flatMap(split(lower(col("value"))).as("word"))
          .groupBy("word")
          .running()
          .count()
          .print(Integer.MAX_VALUE);
      context.start();
      context.awaitTermination();
    }
  }
}
