package io.millrace.sink;

import io.millrace.error.UserException;
import java.io.IOException;

/** Hands each result to a function of the program's, on the query's thread. */
public final class ForeachBatchSink implements Sink {
  private final BatchConsumer consumer;

  /** A sink that calls {@code consumer} for each result. */
  public ForeachBatchSink(BatchConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public String name() {
    return "foreachBatch";
  }

  @Override
  public void open(SinkContext context) {}

  /**
   * Calls the function.
   *
   * @throws UserException around a checked exception of the function's; unchecked ones and
   *     IOException pass as they are
   */
  @Override
  public void write(Result result) throws IOException {
    try {
      consumer.accept(result);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(result, e);
    } catch (Exception e) {
      throw failure(result, e);
    }
  }

  private static UserException failure(Result result, Exception cause) {
    return new UserException(
        "The function given to foreachBatch must not throw: batch="
            + result.batchId()
            + ", cause="
            + cause
            + ".",
        cause);
  }

  @Override
  public void close() {}
}
