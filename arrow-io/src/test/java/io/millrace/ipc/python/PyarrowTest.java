package io.millrace.ipc.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.table.RoundTrip;
import io.millrace.sink.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What pyarrow writes we read, what we write it reads: files and streams, slices, dictionaries,
 * compression, value by value.
 */
class PyarrowTest {
  @TempDir Path theirs;
  @TempDir Path ours;

  @Test
  void bothReadWhatTheOtherWrites() throws IOException {
    PythonPeer.require();
    PythonPeer.script("write", theirs.toString());
    RoundTrip roundTrip = new RoundTrip(theirs, ours, List.of(Compression.values()));
    roundTrip.readAndWriteAgain();
    PythonPeer.script("read", ours.toString());
    assertThat(RoundTrip.arrowFiles(theirs)).hasSizeGreaterThan(20);
    roundTrip.assertReadAlike();
  }
}
