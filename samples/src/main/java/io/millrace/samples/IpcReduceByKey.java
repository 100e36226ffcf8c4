package io.millrace.samples;

import io.millrace.StreamingContext;
import java.nio.file.Path;

/**
 * Adds up the amounts of each user over the Arrow IPC files that appear in a folder, such as {@link
 * MakeEvents} writes.
 *
 * <p>Arguments: {@code [folder]}, {@code samples/target/events} unless given. Ends as {@link
 * FolderWordCount} does.
 */
public final class IpcReduceByKey {
  private IpcReduceByKey() {}

  /** Runs the sample. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "samples/target/events");
    try (StreamingContext context = StreamingContext.builder().create()) {
      context
          .ipcFiles(folder)
          .select("user", "amount")
          .reduceByKey((a, b) -> a.plus(b))
          .print(Integer.MAX_VALUE);
      context.start();
      context.awaitTermination();
    }
  }
}
