package io.millrace.bench.duckdb;

import io.millrace.bench.compare.Query;
import io.millrace.bench.compare.Workload;
import java.io.IOException;

/**
 * The queries in DuckDB's SQL, over a table {@code input}. Of several ways, the fastest measured.
 */
final class DuckDbSql {
  private DuckDbSql() {}

  /** The text of a workload's query. */
  static String of(Workload workload) throws IOException {
    return switch (workload.query()) {
      case SUM_AND_COUNT_BY_KEY -> "SELECT key, sum(value), count(*) FROM input GROUP BY key";
      case COUNT_BY_KEY -> "SELECT key, count(*) FROM input GROUP BY key";
      case COUNT_WORDS -> words("input");
      case COUNT_WORDS_OF_FILE -> words(lines(workload.files().text().toString()));
      case COUNT_BY_TUMBLING_WINDOW -> tumbling();
      case COUNT_BY_SLIDING_WINDOW -> sliding();
    };
  }

  private static String words(String table) {
    return "SELECT word, count(*) FROM (SELECT unnest(string_split(line, ' ')) AS word FROM %s) GROUP BY word"
        .formatted(table);
  }

  /** Each line as one column: the separator is a byte that no text has, and nothing is quoted. */
  private static String lines(String file) {
    return """
    read_csv('%s', header = false, auto_detect = false, columns = {'line': 'VARCHAR'},
      delim = '\\x01', quote = '', escape = '', comment = '', new_line = '\\n')\
    """
        .formatted(file.replace("'", "''"));
  }

  /** Plain division is faster than time_bucket. */
  private static String tumbling() {
    return """
    SELECT bucket * %1$d, key, n
    FROM (
      SELECT epoch_us(time) // %1$d AS bucket, key, count(*) AS n FROM input GROUP BY ALL)\
    """
        .formatted(Query.WINDOW_MICROS);
  }

  /** First into panes as long as the slide, then each pane into the windows that it belongs to. */
  private static String sliding() {
    return """
    SELECT start * %1$d, key, n
    FROM (
      SELECT pane - back AS start, key, sum(n) AS n
      FROM (
        SELECT epoch_us(time) // %1$d AS pane, key, count(*) AS n FROM input GROUP BY ALL),
        range(%2$d) AS panes(back)
      GROUP BY ALL)\
    """
        .formatted(Query.SLIDE_MICROS, Query.WINDOW_MICROS / Query.SLIDE_MICROS);
  }
}
