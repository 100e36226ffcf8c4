package io.millrace.transport;

import io.millrace.sink.Compression;
import java.util.List;

/**
 * How a sink writes its columns. They are stated beforehand, since readers are told the columns
 * before there is a batch, and those must not depend on what the first one happens to look like.
 *
 * @param compression of buffers
 * @param encoded names of the columns that are sent dictionary-encoded, with indices of 32 bits. A
 *     batch that has such a column plainly is sent with its values as the dictionary
 */
public record StreamFormat(Compression compression, List<String> encoded) {
  /** Every column plain, nothing compressed. */
  public static final StreamFormat PLAIN = new StreamFormat(Compression.NONE, List.of());

  public StreamFormat {
    encoded = List.copyOf(encoded);
  }

  /** The same with buffers compressed. */
  public StreamFormat compressed(Compression with) {
    return new StreamFormat(with, encoded);
  }

  /** The same with these columns dictionary-encoded, and no others. */
  public StreamFormat encoded(String... columns) {
    return new StreamFormat(compression, List.of(columns));
  }
}
