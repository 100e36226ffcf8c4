package io.millrace.ipc.library;

import io.millrace.sink.Compression;
import java.util.List;

/** The JavaScript library, which has no compression of its own. */
class ApacheArrowTest extends LibraryContract {
  ApacheArrowTest() {
    super(Library.APACHE_ARROW, List.of(Compression.NONE));
  }
}
