package io.millrace.oracle;

import java.util.List;

/**
 * A row of the oracle: boxed values, with a place in the stream that {@code first} and {@code last}
 * go by.
 */
record Row(List<Object> values) {
  Object get(int column) {
    return values.get(column);
  }
}
