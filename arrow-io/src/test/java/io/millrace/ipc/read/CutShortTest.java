package io.millrace.ipc.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.fork.ForkedJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is cut short while it is mapped is an error, not the end of the JVM. */
class CutShortTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"NO_COMPRESSION", "ZSTD", "LZ4_FRAME"})
  void isAnError(String codec) throws IOException, InterruptedException {
    String output =
        ForkedJvm.run(folder, List.of(), CutShortMain.class, folder.resolve("file.arrow"), codec);
    assertThat(output)
        .contains("reader: A file must not be cut short while it is read: input=")
        .contains("allocator closed");
    if (codec.equals("NO_COMPRESSION")) {
      assertThat(output).contains("batch: a fault occurred");
    }
  }
}
