package io.millrace.ipc.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.IpcFormat;
import io.millrace.ipc.table.MixedBatches;
import io.millrace.ipc.table.RoundTrip;
import io.millrace.ipc.table.SentStream;
import io.millrace.sink.Compression;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.transport.StreamFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What another library writes we read, what we write it reads, value by value: files and streams,
 * dictionaries, empty batches, and what sinks write in each of their forms.
 */
@Timeout(300)
abstract class LibraryContract {
  private final Library library;
  private final List<Compression> compressions;

  @TempDir Path theirs;
  @TempDir Path ours;

  /**
   * A library.
   *
   * @param compressions that it reads
   */
  LibraryContract(Library library, List<Compression> compressions) {
    this.library = library;
    this.compressions = compressions;
  }

  @BeforeEach
  void theLibraryIsThere() {
    library.require();
  }

  @Test
  void bothReadWhatTheOtherWrites() throws IOException {
    library.writeInto(theirs);
    RoundTrip roundTrip = new RoundTrip(theirs, ours, compressions);
    roundTrip.readAndWriteAgain();
    library.readFrom(ours);
    assertThat(RoundTrip.arrowFiles(theirs)).hasSizeGreaterThan(10);
    roundTrip.assertReadAlike();
  }

  /** Dictionaries that stay, grow and are replaced, with plain columns and slices among them. */
  @Test
  void itReadsStreamsThatKeepDictionaries() throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        MixedBatches mixed = new MixedBatches(allocator)) {
      for (Compression compression : compressions) {
        StreamFormat format = StreamFormat.PLAIN.encoded(mixed.names()).compressed(compression);
        Path copy = SentStream.sent(theirs, format, mixed.schema(), mixed.all(), allocator);
        Files.move(copy, ours.resolve("encoded-" + compression + ".arrow"));
      }
      library.readFrom(ours);
      for (Compression compression : compressions) {
        assertThat(Files.readString(ours.resolve("encoded-" + compression + ".txt")))
            .as(compression.name())
            .isEqualTo(mixed.expected().text());
      }
    }
  }

  /** In a folder of files, where a dictionary that is not the same is laid out anew. */
  @Test
  void itReadsFilesOfAFolder() throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        MixedBatches mixed = new MixedBatches(allocator)) {
      for (Compression compression : compressions) {
        Path folder = Files.createDirectory(ours.resolve(compression.name()));
        try (Sink sink = new IpcFormat().folderSink(folder, compression)) {
          sink.open(new SinkContext(mixed.schema(), allocator));
          sink.write(new Result(0, 0, mixed.schema(), mixed.all()));
        }
        library.readFrom(folder);
        assertThat(Files.readString(folder.resolve("batch-0000000000.txt")))
            .as(compression.name())
            .isEqualTo(mixed.expected().text());
      }
    }
  }
}
