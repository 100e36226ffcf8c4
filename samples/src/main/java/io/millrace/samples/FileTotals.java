package io.millrace.samples;

import io.millrace.StreamingContext;
import java.nio.file.Path;

/**
 * Totals of purchases from the Arrow IPC files that appear in a folder, as Arrow IPC files in
 * another. {@code samples/python/through_files.py} writes and reads them.
 *
 * <p>Arguments: the two folders. Ends as {@link FolderWordCount} does.
 */
public final class FileTotals {
  private FileTotals() {}

  /** Runs the sample. */
  public static void main(String[] arguments) throws InterruptedException {
    try (StreamingContext context = StreamingContext.builder().create()) {
      PurchaseTotals.of(context.ipcFiles(Path.of(arguments[0]), PurchaseTotals.COLUMNS))
          .saveAsIpcFiles(Path.of(arguments[1]));
      context.start();
      context.awaitTermination();
    }
  }
}
