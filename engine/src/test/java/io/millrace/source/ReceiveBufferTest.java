package io.millrace.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.memory.Raw;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReceiveBufferTest {
  private final BufferAllocator root = new RootAllocator();
  private final ReceiveBuffer buffer = new ReceiveBuffer(root, 8);

  @AfterEach
  void nothingLeaks() {
    buffer.close();
    root.close();
  }

  private void receive(String text) throws InterruptedException {
    for (int at = 0; at < text.length(); ) {
      ByteBuffer space = buffer.space();
      int count = Math.min(space.remaining(), text.length() - at);
      for (int i = 0; i < count; i++) {
        space.put((byte) text.charAt(at + i));
      }
      buffer.received(count);
      at += count;
    }
  }

  private String read() {
    ReceiveBuffer.Piece piece = buffer.next();
    byte[] bytes = new byte[piece.length()];
    Raw.copy(piece.address(), bytes, 0, bytes.length);
    buffer.read(bytes.length, piece.end());
    return new String(bytes, StandardCharsets.US_ASCII) + (piece.end() ? "|" : "");
  }

  @Test
  void wrapsAround() throws InterruptedException {
    receive("abcdef");
    assertThat(read()).isEqualTo("abcdef");
    receive("ghijk");
    assertThat(buffer.waiting()).isEqualTo(5);
    assertThat(read()).isEqualTo("gh");
    assertThat(read()).isEqualTo("ijk");
    assertThat(read()).isEmpty();
  }

  @Test
  void knowsWhereConnectionsEnded() throws InterruptedException {
    receive("ab");
    buffer.ended();
    buffer.ended();
    receive("cd");
    assertThat(read()).isEqualTo("ab|");
    assertThat(read()).isEqualTo("cd");
    buffer.ended();
    assertThat(read()).isEqualTo("|");
  }

  @Test
  void theReceiverWaitsForRoom() throws InterruptedException {
    String sent = "0123456789".repeat(1_000);
    CountDownLatch done = new CountDownLatch(1);
    Thread.startVirtualThread(
        () -> {
          try {
            receive(sent);
            done.countDown();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    while (got.size() < sent.length()) {
      assertThat(buffer.waiting()).isLessThanOrEqualTo(8);
      got.writeBytes(read().getBytes(StandardCharsets.US_ASCII));
    }
    done.await();
    assertThat(got).hasToString(sent);
  }
}
