package io.millrace.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.fork.ForkedJvm;
import io.millrace.ipc.fork.SmallFilesystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Sinks whose disk is full: one clear error a result, nothing half-written, nothing leaked. */
class FullDiskTest {
  @TempDir Path folder;

  @Test
  void aResultWithoutRoomLeavesNothingAndTheNextOneMayFit() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String output = ForkedJvm.run(folder, SmallFilesystem.at(disk, "1m"), FullDiskMain.class, disk);
    assertThat(output)
        .contains(
            "refused 1: A file must be written whole: path=" + disk + "/batch-0000000001.arrow")
        .contains("No space left on device", "files: [batch-0000000000.arrow]\n")
        .doesNotContain("refused 2")
        .contains("refused 0: A file must be written whole")
        .contains("files: [batch-0000000000.arrow, batch-0000000002.arrow]\n")
        .contains("allocator closed");
  }

  static boolean hasFullDevice() {
    return new File("/dev/full").exists();
  }

  @Test
  @EnabledIf("hasFullDevice")
  void aStreamIntoAFullFileIsAnError() throws IOException, InterruptedException {
    String output = ForkedJvm.runInto(new File("/dev/full"), folder, FullDiskMain.class);
    assertThat(output).contains("refused: No space left on device", "allocator closed");
  }
}
