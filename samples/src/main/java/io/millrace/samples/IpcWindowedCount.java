package io.millrace.samples;

import static io.millrace.Functions.col;
import static io.millrace.Functions.window;

import io.millrace.StreamingContext;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Counts each user's purchases in windows of ten seconds of event time, over the Arrow IPC files
 * that appear in a folder, such as {@link MakeEvents} writes. A window is printed once the
 * watermark, a second behind the latest purchase, has passed its end.
 *
 * <p>Arguments: {@code [folder]}, {@code samples/target/events} unless given. Ends as {@link
 * FolderWordCount} does.
 */
public final class IpcWindowedCount {
  private IpcWindowedCount() {}

  /** Runs the sample. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "samples/target/events");
    try (StreamingContext context = StreamingContext.builder().create()) {
      context
          .ipcFiles(folder)
          .withWatermark("time", Duration.ofSeconds(1))
          .groupBy(window("time", Duration.ofSeconds(10)), col("user"))
          .count()
          .print(Integer.MAX_VALUE);
      context.start();
      context.awaitTermination();
    }
  }
}
