package io.millrace.ipc.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeerThreadsTest {
  @Test
  void closingWhileThreadsStartEndsThoseThatDid() throws InterruptedException {
    for (int round = 0; round < 2_000; round++) {
      PeerThreads threads = new PeerThreads("test");
      CountDownLatch both = new CountDownLatch(2);
      AtomicInteger running = new AtomicInteger();
      Thread starter =
          Thread.ofPlatform()
              .start(
                  () -> {
                    both.countDown();
                    for (int i = 0; i < 5; i++) {
                      threads.start(() -> waitForTheEnd(running));
                    }
                  });
      both.countDown();
      both.await();
      threads.close();
      starter.join();
      assertThat(running).as("threads after the end").hasValue(0);
    }
  }

  private static void waitForTheEnd(AtomicInteger running) throws InterruptedException {
    running.incrementAndGet();
    try {
      new CountDownLatch(1).await();
    } finally {
      running.decrementAndGet();
    }
  }

  @Test
  void whatComesAfterTheEndIsNotStarted() {
    PeerThreads threads = new PeerThreads("test");
    threads.close();
    assertThat(threads.start(() -> {})).isFalse();
  }
}
