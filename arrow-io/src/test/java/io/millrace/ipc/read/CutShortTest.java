package io.millrace.ipc.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is cut short while it is mapped is an error, not the end of the JVM. */
class CutShortTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"NO_COMPRESSION", "ZSTD", "LZ4_FRAME"})
  void isAnError(String codec) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                "-cp",
                System.getProperty("java.class.path"),
                CutShortMain.class.getName(),
                folder.resolve("file.arrow").toString(),
                codec)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String output = Files.readString(log);
    assertThat(child.exitValue()).as(output).isZero();
    assertThat(output)
        .contains("reader: A file must not be cut short while it is read: input=")
        .contains("allocator closed");
    if (codec.equals("NO_COMPRESSION")) {
      assertThat(output).contains("batch: a fault occurred");
    }
  }
}
