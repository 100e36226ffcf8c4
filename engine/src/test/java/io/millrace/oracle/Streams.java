package io.millrace.oracle;

import java.util.List;
import java.util.Random;

/** Random streams, cut into micro-batches. */
final class Streams {
  /** Enough rows for several chunks and morsels. */
  private static final int MANY = 40_000;

  private Streams() {}

  /** Mostly short streams; whole ones are sometimes long enough for all workers. */
  static List<List<List<Object>>> of(Random random, Cut cut) {
    return of(random, cut, MANY);
  }

  /** As {@link #of(Random, Cut)}, with so many rows in long streams. */
  static List<List<List<Object>>> of(Random random, Cut cut, int manyRows) {
    boolean many = cut == Cut.ALL_AT_ONCE && random.nextInt(8) == 0;
    int rows = many ? manyRows : random.nextInt(cut == Cut.ROW_BY_ROW ? 40 : 200);
    return cut.pieces(Input.rows(random, rows), random);
  }
}
