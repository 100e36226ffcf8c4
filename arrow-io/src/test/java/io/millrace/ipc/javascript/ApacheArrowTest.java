package io.millrace.ipc.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.table.RoundTrip;
import io.millrace.sink.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the JavaScript library writes we read, what we write it reads: files and streams,
 * dictionaries, empty batches, no columns, value by value. It has no compression of its own.
 */
class ApacheArrowTest {
  @TempDir Path theirs;
  @TempDir Path ours;

  @Test
  void bothReadWhatTheOtherWrites() throws IOException {
    NodePeer.require();
    NodePeer.script("write", theirs.toString());
    RoundTrip roundTrip = new RoundTrip(theirs, ours, List.of(Compression.NONE));
    roundTrip.readAndWriteAgain();
    NodePeer.script("read", ours.toString());
    assertThat(RoundTrip.arrowFiles(theirs)).hasSizeGreaterThan(10);
    roundTrip.assertReadAlike();
  }
}
