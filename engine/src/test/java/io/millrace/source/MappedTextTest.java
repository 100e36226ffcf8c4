package io.millrace.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.memory.Raw;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedTextTest {
  @TempDir Path folder;

  @Test
  void aFileOfMoreThanTwoGibibytesIsOnePiece() throws IOException {
    long size = (1L << 32) + 4096;
    Path file = folder.resolve("big");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(size);
      sparse.write("last".getBytes(StandardCharsets.UTF_8));
    }
    try (MappedText text = new MappedText(file)) {
      assertThat(text.left()).isEqualTo(size + 4);
      text.skip(size);
      assertThat(text.left()).isEqualTo(4);
      assertThat(Raw.getByte(text.next())).isEqualTo((byte) 'l');
    }
  }

  @Test
  void anEmptyFileHasNothingLeft() throws IOException {
    try (MappedText text = new MappedText(Files.createFile(folder.resolve("empty")))) {
      assertThat(text.left()).isZero();
    }
  }
}
