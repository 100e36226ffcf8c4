package io.millrace.bench.polars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.InternalException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerProcessTest {
  @Test
  void answersEachOrder() throws IOException {
    String script =
        "echo '{\"ready\":1}'; while read line; do echo \"{\\\"heard\\\":\\\"$line\\\"}\"; done";
    try (PeerProcess process = new PeerProcess(List.of("/bin/sh", "-c", script))) {
      assertThat(process.answer().get("ready").asInt()).isEqualTo(1);
      process.order("one");
      assertThat(process.answer().get("heard").asText()).isEqualTo("one");
      process.order("two");
      assertThat(process.answer().get("heard").asText()).isEqualTo("two");
    }
  }

  @Test
  void aProcessThatEndsOrTalksNonsenseIsNamed() throws IOException {
    try (PeerProcess process = new PeerProcess(List.of("/bin/sh", "-c", "exit 3"))) {
      assertThatThrownBy(process::answer)
          .isInstanceOf(InternalException.class)
          .hasMessageContaining("ended without an answer")
          .hasMessageContaining("command=/bin/sh -c exit 3");
    }
    try (PeerProcess process = new PeerProcess(List.of("/bin/sh", "-c", "echo {oops"))) {
      assertThatThrownBy(process::answer)
          .isInstanceOf(InternalException.class)
          .hasMessageContaining("no JSON: {oops");
    }
  }
}
