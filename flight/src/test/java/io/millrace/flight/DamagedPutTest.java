package io.millrace.flight;

import static io.millrace.flight.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.millrace.flight.wire.PutBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever bytes a client sends: an answer of the right kind, and a server that goes on. */
@Timeout(600)
class DamagedPutTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 500);
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  /** What damage may lead to; all others are the server's own fault. */
  private static final Set<Status.Code> ALLOWED =
      Set.of(
          Status.Code.OK,
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.RESOURCE_EXHAUSTED);

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  @Test
  void damagedMessagesAreRefusedAndLeaveNothingBehind() throws Exception {
    Random random = new Random(SEED);
    try (ServedPurchases served = new ServedPurchases()) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("localhost", served.server.port()).usePlaintext().build();
      try {
        List<byte[]> whole;
        try (VectorSchemaRoot root =
            Rows.root(served.allocator, row("anna", 3), row("bärbel", null), row(null, 1))) {
          whole = PutBytes.of("purchases", root, served.allocator);
        }
        assertThat(put(channel, whole)).isEqualTo(Status.Code.OK);
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
          Status.Code code = put(channel, damaged(whole, random));
          assertThat(ALLOWED).as("input=" + i).contains(code);
          refused += code == Status.Code.OK ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(INPUTS / 4);
        assertThat(put(channel, whole)).isEqualTo(Status.Code.OK);
      } finally {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
      }
    }
  }

  private static List<byte[]> damaged(List<byte[]> whole, Random random) {
    List<byte[]> messages = new ArrayList<>(whole);
    int which = random.nextInt(messages.size());
    byte[] bytes = messages.get(which).clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      case 2 -> {
        int at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
      default -> messages.remove(random.nextInt(messages.size()));
    }
    if (messages.size() == whole.size()) {
      messages.set(which, bytes);
    }
    return messages;
  }

  private static Status.Code put(ManagedChannel channel, List<byte[]> messages) throws Exception {
    CompletableFuture<Status.Code> end = new CompletableFuture<>();
    StreamObserver<byte[]> call =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(
                FlightServiceGrpc.getDoPutMethod().toBuilder(BYTES, BYTES).build(),
                CallOptions.DEFAULT),
            new StreamObserver<>() {
              @Override
              public void onNext(byte[] answer) {}

              @Override
              public void onError(Throwable failure) {
                end.complete(((StatusRuntimeException) failure).getStatus().getCode());
              }

              @Override
              public void onCompleted() {
                end.complete(Status.Code.OK);
              }
            });
    messages.forEach(call::onNext);
    call.onCompleted();
    return end.get(20, TimeUnit.SECONDS);
  }
}
