package io.millrace.flight;

import static io.millrace.flight.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and how much each may take. */
@Timeout(60)
class FlightLimitsTest {
  private static final Ticket PURCHASES = new Ticket("purchases".getBytes(StandardCharsets.UTF_8));

  /** Purchases by one user with a name of so many letters. */
  private static Rows.Row[] bulky(int letters, int rows) {
    Rows.Row[] all = new Rows.Row[rows];
    Arrays.fill(all, row("x".repeat(letters), 1));
    return all;
  }

  private static FlightLimits limits(int messageBytes, long queuedBytes, Duration patience) {
    return new FlightLimits(messageBytes, 2, 16, queuedBytes, patience, 1L << 30, 1);
  }

  @Test
  void aWriterWaitsForAReaderThatDoesNotRead() throws Exception {
    AtomicInteger accepted = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(1);
    try (ServedPurchases served =
            new ServedPurchases(limits(16 << 20, 1 << 20, Duration.ofMinutes(1)), b -> b);
        FlightStream slow = served.client.getStream(PURCHASES)) {
      assertThat(slow.getSchema()).isEqualTo(Rows.SCHEMA);
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 30; i++) {
                        FlightServerTest.put(served, "purchases", bulky(1 << 20, 4));
                        accepted.incrementAndGet();
                      }
                      all.countDown();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
      // what lies in the queue, and in gRPC's buffers on both sides: far from all
      assertThat(all.await(2, TimeUnit.SECONDS)).isFalse();
      assertThat(accepted.get()).isLessThan(15);
      for (int i = 0; i < 30; i++) {
        assertThat(slow.next()).isTrue();
        assertThat(slow.getRoot().getRowCount()).isEqualTo(4);
      }
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      writer.join();
      slow.cancel("enough", null);
    }
  }

  @Test
  void aReaderThatKeepsWritersWaitingTooLongIsCutOff() throws Exception {
    try (ServedPurchases served =
            new ServedPurchases(limits(16 << 20, 1 << 20, Duration.ofMillis(50)), b -> b);
        FlightStream slow = served.client.getStream(PURCHASES)) {
      assertThat(slow.getSchema()).isEqualTo(Rows.SCHEMA);
      for (int i = 0; i < 12; i++) {
        FlightServerTest.put(served, "purchases", bulky(1 << 20, 4));
      }
      FlightServerTest.assertFails(
          () -> {
            while (slow.next()) {
              assertThat(slow.getRoot().getRowCount()).isEqualTo(4);
            }
          },
          FlightStatusCode.RESOURCE_EXHAUSTED,
          "A reader must keep up with what it reads: name=purchases");
    }
  }

  @Test
  void longMessagesAreRefusedAndLongResultsCut() throws Exception {
    try (ServedPurchases served =
            new ServedPurchases(limits(1 << 20, 1 << 26, Duration.ofMinutes(1)), b -> b);
        FlightStream stream = served.client.getStream(PURCHASES)) {
      FlightServerTest.assertFails(
          () -> FlightServerTest.put(served, "purchases", bulky(1 << 20, 4)),
          FlightStatusCode.RESOURCE_EXHAUSTED,
          "A message has so many bytes at most: bytes=");
      FlightServerTest.put(served, "purchases", bulky(1 << 18, 3));
      assertThat(stream.next()).isTrue();
      stream.cancel("enough", null);
    }
  }

  @Test
  void putsMakeOnlySoManyStreams() throws Exception {
    try (ServedPurchases served =
        new ServedPurchases(limits(1 << 20, 1 << 20, Duration.ZERO), b -> b)) {
      FlightServerTest.put(served, "one", row("anna", 1));
      FlightServerTest.put(served, "one", row("anna", 1));
      FlightServerTest.assertFails(
          () -> FlightServerTest.put(served, "two", row("anna", 1)),
          FlightStatusCode.INVALID_ARGUMENT,
          "Puts may make so many streams: streams=1, name=two.");
    }
  }

  @Test
  void aConnectionBeyondTheLimitIsRefused() throws Exception {
    try (ServedPurchases served =
            new ServedPurchases(limits(1 << 20, 1 << 20, Duration.ZERO), b -> b);
        FlightClient second = FlightClient.builder(served.allocator, served.location()).build();
        FlightClient third = FlightClient.builder(served.allocator, served.location()).build()) {
      served.client.getSchema(FlightDescriptor.path("totals"));
      second.getSchema(FlightDescriptor.path("totals"));
      FlightServerTest.assertFails(
          () -> third.getSchema(FlightDescriptor.path("totals")),
          FlightStatusCode.RESOURCE_EXHAUSTED,
          "A server has so many connections at most: connections=2.");
    }
  }

  @Test
  void callsWithoutTheTokenAreRefused() throws Exception {
    var about = FlightDescriptor.path("totals");
    try (ServedPurchases served =
        new ServedPurchases(FlightLimits.DEFAULT, builder -> builder.token("secret"))) {
      FlightServerTest.assertFails(
          () -> served.client.getSchema(about),
          FlightStatusCode.UNAUTHENTICATED,
          "A call must bring the server's token: authorization=none.");
      FlightServerTest.assertFails(
          () ->
              served.client.getSchema(
                  about, new CredentialCallOption(new BearerCredentialWriter("wrong"))),
          FlightStatusCode.UNAUTHENTICATED,
          "A call must bring the server's token: authorization=another.");
      served.client.getSchema(
          about, new CredentialCallOption(new BearerCredentialWriter("secret")));
    }
  }

  @Test
  void tlsIsServedWithTheCertificateThatWasGiven(@TempDir Path folder) throws Exception {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    SelfSigned.write(certificate, key);
    try (ServedPurchases served =
            new ServedPurchases(FlightLimits.DEFAULT, builder -> builder.tls(certificate, key));
        InputStream trusted = Files.newInputStream(certificate);
        FlightClient client =
            FlightClient.builder(
                    served.allocator, Location.forGrpcTls("localhost", served.server.port()))
                .useTls()
                .trustedCertificates(trusted)
                .build()) {
      assertThat(client.getSchema(FlightDescriptor.path("purchases")).getSchema())
          .isEqualTo(Rows.SCHEMA);
      FlightServerTest.assertFails(
          () -> served.client.getSchema(FlightDescriptor.path("purchases")),
          FlightStatusCode.UNAVAILABLE,
          "");
    }
  }

  @Test
  void aUnixSocketIsForItsUserAndGoesWithTheServer(@TempDir Path folder) throws Exception {
    Path socket = folder.resolve("millrace.sock");
    MultiThreadIoEventLoopGroup events = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    try (ServedPurchases served =
        new ServedPurchases(FlightLimits.DEFAULT, builder -> builder.unixSocket(socket))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
              .channelType(NioDomainSocketChannel.class)
              .eventLoopGroup(events)
              .withOption(ChannelOption.SO_KEEPALIVE, null)
              .usePlaintext()
              .build();
      try (FlightClient client = FlightGrpcUtils.createFlightClient(served.allocator, channel)) {
        assertThat(
                client
                    .getInfo(FlightDescriptor.path("purchases"))
                    .getSchemaOptional()
                    .orElseThrow())
            .isEqualTo(Rows.SCHEMA);
      } finally {
        channel.shutdownNow();
      }
    } finally {
      events.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
    assertThat(folder).isEmptyDirectory();
  }
}
