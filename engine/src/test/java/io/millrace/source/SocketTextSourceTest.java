package io.millrace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.error.UserException;
import io.millrace.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SocketTextSourceTest {
  private final BufferAllocator root = new RootAllocator();
  private final Waits clock = new Waits();
  private ServerSocket server;
  private SocketTextSource source;

  /**
   * Notes how long it was to wait, and lets the waiting thread go on at once: all of them, or so
   * many.
   */
  private static final class Waits implements Clock {
    final List<Long> asked = new ArrayList<>();
    private int allowed = Integer.MAX_VALUE;

    @Override
    public long millis() {
      return 0;
    }

    @Override
    public synchronized void awaitMillis(long time) throws InterruptedException {
      asked.add(time);
      notifyAll();
      while (asked.size() > allowed) {
        wait();
      }
    }

    synchronized void allow(int count) {
      allowed = count;
      notifyAll();
    }

    synchronized List<Long> awaitAsked(int count) throws InterruptedException {
      while (asked.size() < count) {
        wait();
      }
      return List.copyOf(asked.subList(0, count));
    }
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void nothingLeaks() throws IOException {
    if (source != null) {
      source.close();
    }
    server.close();
    root.close();
  }

  private void open(MalformedText policy, int bufferBytes) {
    source = new SocketTextSource("localhost", server.getLocalPort(), policy, bufferBytes);
    source.open(new SourceContext(root, clock));
  }

  private static void send(Socket peer, String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    peer.getOutputStream().flush();
  }

  /** Polls until there are so many rows. */
  private List<Object> rows(int count, Limit limit) {
    List<Object> rows = new ArrayList<>();
    while (rows.size() < count) {
      rows.addAll(Batches.firstColumn(source.poll(limit)));
      Thread.onSpinWait();
    }
    return rows;
  }

  @Test
  void linesAsTheyArriveAndNothingInBetween() throws IOException {
    open(MalformedText.REPLACE, 1 << 16);
    try (Socket peer = server.accept()) {
      send(peer, "one\r\ntwo\n\nthr");
      assertThat(rows(3, Limit.NONE)).containsExactly("one", "two", "");
      Polled none = source.poll(Limit.NONE);
      assertThat(none.to().text()).isEqualTo("rows=3");
      assertThat(Batches.firstColumn(none)).isEmpty();
      send(peer, "ee\nfür\n");
      assertThat(rows(2, Limit.NONE)).containsExactly("three", "für");
    }
  }

  @Test
  void aLimitIsHeld() throws IOException {
    open(MalformedText.REPLACE, 1 << 16);
    try (Socket peer = server.accept()) {
      send(peer, "1\n2\n3\n");
      assertThat(rows(3, new Limit(1, Long.MAX_VALUE))).containsExactly("1", "2", "3");
    }
  }

  @Test
  void aConnectionThatEndsInALineDeliversItAndTheNextBeginsAfresh() throws IOException {
    open(MalformedText.REPLACE, 1 << 16);
    try (Socket peer = server.accept()) {
      send(peer, "whole\npart");
    }
    assertThat(rows(2, new Limit(1, Long.MAX_VALUE))).containsExactly("whole", "part");
    try (Socket peer = server.accept()) {
      send(peer, "new\n");
      assertThat(rows(1, Limit.NONE)).containsExactly("new");
    }
  }

  @Test
  void aFastSenderIsSlowedDownNotBuffered() throws IOException, InterruptedException {
    int bufferBytes = 4 << 10;
    open(MalformedText.REPLACE, bufferBytes);
    int lines = 100_000;
    CountDownLatch sent = new CountDownLatch(1);
    try (Socket peer = server.accept()) {
      Thread.startVirtualThread(
          () -> {
            try {
              StringBuilder text = new StringBuilder();
              for (int i = 0; i < lines; i++) {
                text.append("line ").append(i).append('\n');
              }
              send(peer, text.toString());
              sent.countDown();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      int next = 0;
      while (next < lines) {
        Polled polled = source.poll(Limit.NONE);
        assertThat(polled.bytesCopied()).isLessThanOrEqualTo(bufferBytes);
        for (Object value : Batches.firstColumn(polled)) {
          assertThat(value).isEqualTo("line " + next++);
        }
      }
      sent.await();
    }
  }

  @Test
  void withoutAServerItTriesWithGrowingWaitsUntilThereIsOne() throws Exception {
    int port = server.getLocalPort();
    server.close();
    clock.allow(8);
    open(port);
    assertThat(clock.awaitAsked(9))
        .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L);
    assertThat(Batches.firstColumn(source.poll(Limit.NONE))).isEmpty();
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    clock.allow(9);
    try (Socket peer = server.accept()) {
      send(peer, "there\n");
      assertThat(rows(1, Limit.NONE)).containsExactly("there");
    }
    assertThat(clock.awaitAsked(10).getLast()).isEqualTo(100L);
    clock.allow(Integer.MAX_VALUE);
  }

  private void open(int port) {
    source = new SocketTextSource("localhost", port);
    source.open(new SourceContext(root, clock));
  }

  @Test
  void aHostThatIsNotKnownIsTriedAgain() throws InterruptedException {
    clock.allow(1);
    source = new SocketTextSource("no-such-host.invalid", 1);
    source.open(new SourceContext(root, clock));
    assertThat(clock.awaitAsked(2)).containsExactly(100L, 200L);
  }

  @Test
  void aResetConnectionIsMadeAgain() throws IOException {
    open(MalformedText.REPLACE, 1 << 16);
    try (Socket peer = server.accept()) {
      send(peer, "a\n");
      assertThat(rows(1, Limit.NONE)).containsExactly("a");
      peer.setSoLinger(true, 0);
    }
    try (Socket peer = server.accept()) {
      send(peer, "b\n");
      assertThat(rows(1, Limit.NONE)).containsExactly("b");
    }
  }

  @Test
  void aLineWithoutEndFails() throws IOException {
    open(MalformedText.REPLACE, SocketTextSource.BUFFER_BYTES);
    try (Socket peer = server.accept()) {
      Thread.startVirtualThread(() -> sendWithoutEnd(peer));
      assertThatThrownBy(() -> rows(1, Limit.NONE))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(
              "socketText(localhost:", "longest=" + SocketTextSource.LONGEST_LINE);
    }
  }

  private static void sendWithoutEnd(Socket peer) {
    try {
      send(peer, "x".repeat(SocketTextSource.LONGEST_LINE + 100));
    } catch (SocketException _) {
      return; // The source has had enough.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void malformedTextFailsUnderTheStrictPolicyWithItsPlace() throws IOException {
    open(MalformedText.FAIL, 1 << 16);
    try (Socket peer = server.accept()) {
      peer.getOutputStream().write(new byte[] {'a', '\n', 'b', (byte) 0x80, '\n'});
      assertThatThrownBy(() -> rows(2, Limit.NONE))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("connection=1", "byte=3,", "value=0x80");
    }
  }

  @Test
  void closingEndsAReceiverThatWaitsForRoomAndOneThatWaitsForData() throws IOException {
    open(MalformedText.REPLACE, 16);
    try (Socket peer = server.accept()) {
      send(peer, "more than sixteen bytes of text");
      while (source.poll(new Limit(1, 1)).bytesCopied() == 0) {
        Thread.onSpinWait();
      }
      source.close();
      source.close();
    }
    open(MalformedText.REPLACE, 16);
    try (Socket _ = server.accept()) {
      source.close();
    }
  }

  @Test
  void aSourceThatWasNeverOpenedCloses() {
    new SocketTextSource("localhost", 1).close();
    assertThatThrownBy(() -> new SocketTextSource("localhost", 0))
        .isInstanceOf(UserException.class);
  }
}
