package io.millrace.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
  @TempDir Path folder;
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everythingWasGivenBack() {
    allocator.close();
  }

  @Test
  void arrowFileHoldsTheSameRows() throws IOException {
    try (Dataset data = new KeyedStrings(1_500_000, 40, 3).generate(allocator);
        DataFiles files = new DataFiles(data, allocator, folder);
        FileChannel channel = FileChannel.open(files.arrow());
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      for (VectorSchemaRoot batch : data.batches()) {
        assertThat(reader.loadNextBatch()).isTrue();
        assertThat(reader.getVectorSchemaRoot().equals(batch)).isTrue();
      }
      assertThat(reader.loadNextBatch()).isFalse();
    }
  }

  @Test
  void textFileHoldsTheLines() throws IOException {
    try (Dataset data = new TextLines(200_000, 300, 3).generate(allocator);
        DataFiles files = new DataFiles(data, allocator, folder)) {
      List<String> lines = new ArrayList<>();
      for (VectorSchemaRoot batch : data.batches()) {
        for (int i = 0; i < batch.getRowCount(); i++) {
          lines.add(batch.getVector(0).getObject(i).toString());
        }
      }
      assertThat(Files.readAllLines(files.text())).isEqualTo(lines);
      assertThat(Files.readString(files.text())).endsWith("\n");
    }
  }

  @Test
  void filesAreMadeOnceAndGoWithTheirOwner() throws IOException {
    try (Dataset data = new TextLines(1_000, 30, 3).generate(allocator)) {
      try (DataFiles files = new DataFiles(data, allocator, folder)) {
        assertThat(folder).isEmptyDirectory();
        assertThat(files.arrow()).isEqualTo(files.arrow()).exists();
        assertThat(files.text()).exists();
      }
      assertThat(folder).isEmptyDirectory();
    }
  }
}
