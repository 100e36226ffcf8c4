package io.millrace.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Captured;
import io.millrace.cli.ChildJvm;
import io.millrace.cli.Main;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void theTenLineProgramCountsWordsFromASocket() throws Exception {
    String program = Example.of(Page.read("README.md")).getFirst().text();
    assertThat(program.lines().filter(line -> line.startsWith("  "))).hasSizeLessThanOrEqualTo(10);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path source = folder.resolve("WordCount.java");
      Files.writeString(source, program.replace("9999", String.valueOf(server.getLocalPort())));
      try (ChildJvm child = ChildJvm.start(folder, "run", "WordCount.java");
          Socket client = accept(server);
          OutputStream out = client.getOutputStream()) {
        out.write("to be or not to be\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        awaitOutput(child, "(?s).*word +count.*");
        assertThat(child.out()).containsPattern("to +2").containsPattern("or +1");
        child.interrupt();
        assertThat(child.await().err()).isEmpty();
      }
    }
  }

  private static Socket accept(ServerSocket server) throws Exception {
    server.setSoTimeout((int) PATIENCE.toMillis());
    return server.accept();
  }

  private static void awaitOutput(ChildJvm child, String pattern) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!child.out().matches(pattern)) {
      assertThat(child.isAlive()).as(child.out()).isTrue();
      assertThat(System.nanoTime()).as(child.out()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void theCommandsOfTheShellBlocksSucceed() throws Exception {
    List<Page.Fence> blocks = Page.read("README.md").marked("shell: millrace");
    assertThat(blocks).isNotEmpty();
    Path millrace = folder.resolve("millrace");
    Files.createFile(
        millrace,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(millrace, launcher());
    for (Page.Fence block : blocks) {
      try (ChildJvm shell = ChildJvm.start(folder, List.of("sh", "-e", "-c", block.text()))) {
        Captured ended = shell.await();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("millrace 0.1", "cpu ", "batch=2 ", "3 batches", "Usage:");
      }
    }
  }

  /** What {@code ./millrace} does once everything is built. */
  private static String launcher() {
    List<String> command = new ArrayList<>(ChildJvm.java());
    command.add(Main.class.getName());
    return "#!/bin/sh\nexec "
        + command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "))
        + " \"$@\"\n";
  }
}
