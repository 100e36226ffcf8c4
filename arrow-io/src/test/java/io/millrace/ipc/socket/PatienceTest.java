package io.millrace.ipc.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatienceTest {
  @Test
  void whoWaitsForAPeerIsNoVirtualThread() throws IOException {
    Thread waiting = Patience.within(Duration.ofMinutes(1), Thread::currentThread);
    assertThat(waiting.isVirtual()).isFalse();
    assertThat(waiting.isDaemon()).isTrue();
  }
}
