package io.millrace.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ways to cut a stream into pieces. */
enum Cut {
  ROW_BY_ROW,
  AT_RANDOM,
  ALL_AT_ONCE;

  /** The rows in pieces, of which some may be empty. */
  List<List<List<Object>>> pieces(List<List<Object>> rows, Random random) {
    List<List<List<Object>>> pieces = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      int count =
          switch (this) {
            case ROW_BY_ROW -> 1;
            case AT_RANDOM -> random.nextInt(1 + Math.min(rows.size(), 40));
            case ALL_AT_ONCE -> rows.size();
          };
      int to = Math.min(rows.size(), from + count);
      pieces.add(rows.subList(from, to));
      from = to;
    }
    return pieces;
  }
}
