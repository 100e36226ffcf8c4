package io.millrace.ipc.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.fork.ForkedJvm;
import io.millrace.ipc.fork.SmallFilesystem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ring that shared memory has no room for: both ends are told, and nothing is left behind. One
 * that it has room for has all of it from the beginning, so that writing never ends the process.
 */
class FullMemoryTest {
  @TempDir Path folder;

  @Test
  void aRingWithoutMemoryIsRefusedAndASmallerOneWorks() throws Exception {
    List<String> launcher = SmallFilesystem.at(Path.of("/dev/shm"), "1m");
    String output = ForkedJvm.run(folder, launcher, FullMemoryMain.class, folder.resolve("ring"));
    assertThat(output)
        .contains("type 7: A ring's memory must be there before it is used: folder=/dev/shm")
        .contains("bytes=8396800", "cause=No space left on device")
        .contains("then: null, left: 0")
        .contains("A peer is gone: ", "reason=java.io.IOException: A ring's memory must be there")
        .contains("rows: 40\n", "left: 0\n", "allocator closed");
  }
}
