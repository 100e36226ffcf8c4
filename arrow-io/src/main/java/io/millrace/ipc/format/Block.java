package io.millrace.ipc.format;

/**
 * A message's place in a file, as the footer has it.
 *
 * @param offset where its prefix begins
 * @param metadataBytes of prefix and metadata
 * @param bodyBytes of the body that follows
 */
public record Block(long offset, int metadataBytes, long bodyBytes) {
  /** Where the body begins. */
  public long body() {
    return offset + metadataBytes;
  }

  /** Where the message ends. */
  public long end() {
    return offset + metadataBytes + bodyBytes;
  }
}
