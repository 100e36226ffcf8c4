package io.millrace.flight.call;

import io.grpc.stub.ServerCallStreamObserver;
import io.millrace.flight.wire.FrameSender;
import io.millrace.flight.wire.OutboundFrame;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The messages that go to a client in one call, no faster than it takes them: gRPC's own queue
 * holds one message at most. Sent by one thread.
 */
final class CallOutbound implements FrameSender {
  private final ServerCallStreamObserver<OutboundFrame> call;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private RuntimeException abandoned;

  CallOutbound(ServerCallStreamObserver<OutboundFrame> call) {
    this.call = call;
    call.setOnReadyHandler(this::wake);
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is to be sent, for this reason; who waits for the client is told. */
  void abandon(RuntimeException reason) {
    lock.lock();
    try {
      if (abandoned == null) {
        abandoned = reason;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void send(OutboundFrame frame) {
    awaitReady();
    call.onNext(frame);
  }

  private void awaitReady() {
    lock.lock();
    try {
      while (abandoned == null && !call.isReady()) {
        changed.await();
      }
      if (abandoned != null) {
        throw abandoned;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelledException();
    } finally {
      lock.unlock();
    }
  }
}
