package io.millrace.flight.call;

import io.grpc.stub.ServerCallStreamObserver;

/** One call on its thread. */
final class CallTask implements Runnable {
  private final ServerCallStreamObserver<?> call;
  private final CallThreads.Body body;
  private Thread thread;
  private boolean interrupted;

  CallTask(ServerCallStreamObserver<?> call, CallThreads.Body body) {
    this.call = call;
    this.body = body;
  }

  @Override
  public void run() {
    begin();
    try {
      body.run();
      call.onCompleted();
    } catch (Throwable e) {
      if (!call.isCancelled()) {
        call.onError(Statuses.of(e));
      }
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
    if (interrupted) {
      thread.interrupt();
    }
  }

  private synchronized void end() {
    thread = null;
  }

  synchronized void interrupt() {
    interrupted = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
