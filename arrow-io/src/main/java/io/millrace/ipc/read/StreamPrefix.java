package io.millrace.ipc.read;

import io.millrace.ipc.format.Framing;
import io.millrace.ipc.format.Origin;

/** The two words before a message of a stream. */
final class StreamPrefix {
  private StreamPrefix() {}

  /** The metadata's length, 0 at the end of the stream. */
  static int length(int word, int length, int limit, long at, Origin origin) {
    if (word != Framing.CONTINUATION) {
      throw origin.wrong(
          "A message begins with a continuation word (streams from before Arrow 0.15 are not read)",
          at,
          "word=" + Integer.toHexString(word));
    }
    if (length < 0 || length > limit || length % Framing.REQUIRED_ALIGNMENT != 0) {
      throw origin.wrong(
          "Metadata has a length within the limit, a multiple of 8",
          at + 4,
          "length=" + length + ", limit=" + limit);
    }
    return length;
  }
}
