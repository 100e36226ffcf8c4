package io.millrace.flight.call;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs each call on a thread of its own, which is interrupted when the client goes. */
final class CallThreads implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("flight-call-", 0).factory());

  /** What a call does. */
  @FunctionalInterface
  interface Body {
    /** Serves the call; what it throws is told to the client. */
    void run() throws Exception;
  }

  /**
   * Begins a call and completes it when its body is done.
   *
   * @param onCancel called when the client goes, after the thread was interrupted
   */
  void start(ServerCallStreamObserver<?> call, Runnable onCancel, Body body) {
    CallTask task = new CallTask(call, body);
    call.setOnCancelHandler(
        () -> {
          task.interrupt();
          onCancel.run();
        });
    threads.execute(task);
  }

  /** Waits for all calls; they must have been cancelled, or be about to end. */
  @Override
  public void close() {
    threads.close();
  }
}
