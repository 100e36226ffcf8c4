package io.millrace.operator;

import io.millrace.error.DeviceException;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkStoppedException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** Calls of a sink, whose I/O errors become errors of the machine that name it. */
public final class SinkCall {
  private SinkCall() {}

  /** A call. */
  @FunctionalInterface
  public interface Io {
    /** Calls. */
    void run() throws IOException;
  }

  /**
   * Calls a sink. A write that was given up because the query stops becomes a {@link
   * BatchCancelled}.
   *
   * @param verb what it must be able to do, for the message
   */
  public static void run(Sink sink, String verb, Io call) {
    try {
      call.run();
    } catch (SinkStoppedException _) {
      throw new BatchCancelled();
    } catch (IOException e) {
      throw new DeviceException(
          "A sink must be able to "
              + verb
              + ": sink="
              + sink.name()
              + ", error="
              + text(e)
              + ". Mend what it says and start the query again.",
          true,
          e);
    }
  }

  /** Errors of the file system often have a path for a message, and their type says what it is. */
  private static String text(IOException e) {
    return e.getMessage() == null || e instanceof FileSystemException
        ? e.toString()
        : e.getMessage();
  }
}
