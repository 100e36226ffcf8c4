package io.millrace.samples;

import static io.millrace.Functions.col;
import static io.millrace.Functions.lit;
import static io.millrace.Functions.lower;
import static io.millrace.Functions.split;

import io.millrace.StreamingContext;
import java.nio.file.Path;

/**
 * Counts the words of the text files that appear in a folder, each file once.
 *
 * <p>Arguments: {@code [folder]}, {@code samples/input/text} unless given. Runs until it is
 * interrupted, or, with the setting {@code millrace.trigger=available-now}, until all files that
 * are there have been read.
 */
public final class FolderWordCount {
  private FolderWordCount() {}

  /** Runs the sample. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "samples/input/text");
    try (StreamingContext context = StreamingContext.builder().create()) {
      context
          .textFiles(folder)
          .flatMap(split(lower(col("value"))).as("word"))
          .withColumn("count", lit(1))
          .reduceByKey((a, b) -> a.plus(b))
          .print(Integer.MAX_VALUE);
      context.start();
      context.awaitTermination();
    }
  }
}
