package io.millrace.ipc.library;

import io.millrace.sink.Compression;
import java.util.List;

/** pyarrow: slices and compression of both kinds besides. */
class PyarrowTest extends LibraryContract {
  PyarrowTest() {
    super(Library.PYARROW, List.of(Compression.values()));
  }
}
