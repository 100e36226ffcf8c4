package io.millrace.source;

import io.millrace.kernels.types.DataType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A source of lines of text: one column {@code value}, utf8. Lines end with {@code \n}, or {@code
 * \r\n}; an empty line is a row.
 */
public interface TextSource extends Source {
  /** The columns of every text source. */
  Schema LINES = new Schema(List.of(DataType.UTF8.field("value")));

  @Override
  default boolean pollsAhead() {
    return true;
  }

  @Override
  default Schema schema() {
    return LINES;
  }
}
