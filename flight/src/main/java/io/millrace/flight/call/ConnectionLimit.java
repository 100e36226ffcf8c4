package io.millrace.flight.call;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections; calls on one that was opened beyond the limit are refused. */
public final class ConnectionLimit extends ServerTransportFilter implements ServerInterceptor {
  private static final Attributes.Key<Boolean> BEYOND = Attributes.Key.create("beyond limit");

  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  /** A limit for all connections of a server. */
  public ConnectionLimit(int most) {
    this.most = most;
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    boolean beyond = open.incrementAndGet() > most;
    return attributes.toBuilder().set(BEYOND, beyond).build();
  }

  @Override
  public void transportTerminated(Attributes attributes) {
    open.decrementAndGet();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!Boolean.TRUE.equals(call.getAttributes().get(BEYOND))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.RESOURCE_EXHAUSTED.withDescription(
            "A server has so many connections at most: connections="
                + most
                + ". Close some that are not needed."),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
