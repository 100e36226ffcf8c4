package io.millrace.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsideFileTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nobodySeesItBeforeItIsWhole() throws IOException {
    Path target = folder.resolve("a.csv");
    try (AsideFile file = AsideFile.create(target, true)) {
      file.write(bytes("one "));
      assertThat(names()).containsExactly(".a.csv.tmp");
      assertThat(file.write(new ByteBuffer[] {bytes("two "), bytes(""), bytes("three")}))
          .isEqualTo(9);
      assertThat(file.written()).isEqualTo(13);
      file.publish();
    }
    assertThat(names()).containsExactly("a.csv");
    assertThat(target).hasContent("one two three");
  }

  @Test
  void itReplacesWhatIsThere() throws IOException {
    Path target = Files.writeString(folder.resolve("a"), "old");
    Files.writeString(folder.resolve(".a.tmp"), "left behind by a process that was killed");
    try (AsideFile file = AsideFile.create(target, false)) {
      file.write(bytes("new"));
      assertThat(target).hasContent("old");
      file.publish();
    }
    assertThat(target).hasContent("new");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void withoutBeingPublishedNothingStays() throws IOException {
    try (AsideFile file = AsideFile.create(folder.resolve("a"), false)) {
      file.write(bytes("part"));
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void aFullDiskLeavesNothingAndSaysHowFarItCame() throws IOException {
    Path target = folder.resolve("a");
    Path aside = folder.resolve(".a.tmp");
    FileChannel disk =
        new SmallDisk(
            FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 10);
    assertThatThrownBy(
            () -> {
              try (AsideFile file = new AsideFile(target, disk, false)) {
                file.write(bytes("1234"));
                file.write(new ByteBuffer[] {bytes("567"), bytes("890123")});
                file.publish();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("path=" + target, "bytesWritten=10", "No space left on device");
    assertThat(names()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> AsideFile.create(folder.resolve("missing/a"), false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing/a");
  }
}
