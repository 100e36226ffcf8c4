package io.millrace.flight.call;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.flight.wire.InboundFrame;
import io.millrace.flight.wire.InboundFrames;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The messages that a client sends in one call. The next one is asked for when one was taken, so no
 * more than one waits here. Filled on gRPC's threads, read on the call's.
 */
final class CallInbound implements StreamObserver<InboundFrame>, InboundFrames, AutoCloseable {
  private final ServerCallStreamObserver<?> call;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<InboundFrame> waiting = new ArrayDeque<>(2);
  private boolean ended;

  /**
   * Messages of one call.
   *
   * @param most bytes of the longest that is taken
   */
  CallInbound(ServerCallStreamObserver<?> call, int most) {
    this.call = call;
    this.most = most;
    call.disableAutoRequest();
  }

  /** Asks for the first message. */
  void begin() {
    call.request(1);
  }

  @Override
  public void onNext(InboundFrame frame) {
    lock.lock();
    try {
      if (ended) {
        frame.close();
      } else {
        waiting.add(frame);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The client has gone; the call's thread is interrupted as well. */
  @Override
  public void onError(Throwable failure) {
    end();
  }

  @Override
  public void onCompleted() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is wanted: what waits is dropped, and who waits is told of the end. */
  void end() {
    lock.lock();
    try {
      ended = true;
      waiting.forEach(InboundFrame::close);
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    end();
  }

  @Override
  public InboundFrame next() throws IOException {
    InboundFrame frame = await();
    if (frame != null) {
      call.request(1);
      try {
        requireFits(frame);
        frame.parse();
      } catch (IOException | RuntimeException | Error e) {
        frame.close();
        throw e;
      }
    }
    return frame;
  }

  /** gRPC's own check, which lies higher, breaks calls off and says little. */
  private void requireFits(InboundFrame frame) throws IOException {
    if (frame.bytes() > most) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription(
              "A message has so many bytes at most: bytes="
                  + frame.bytes()
                  + ", limit="
                  + most
                  + ". Send smaller batches, or raise the server's limit.")
          .asRuntimeException();
    }
  }

  private InboundFrame await() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !ended) {
        changed.await();
      }
      return waiting.poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelledException();
    } finally {
      lock.unlock();
    }
  }
}
