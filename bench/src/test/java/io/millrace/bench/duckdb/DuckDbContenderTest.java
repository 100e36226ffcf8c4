package io.millrace.bench.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.compare.Query;
import io.millrace.bench.compare.ResultDigest;
import io.millrace.bench.compare.Workload;
import io.millrace.bench.compare.WorkloadOracle;
import io.millrace.bench.data.DataFiles;
import io.millrace.bench.data.DataSource;
import io.millrace.bench.data.Dataset;
import io.millrace.bench.data.EventRows;
import io.millrace.bench.data.KeyedLongs;
import io.millrace.bench.data.KeyedStrings;
import io.millrace.bench.data.TextLines;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbContenderTest {
  @TempDir Path folder;
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everythingWasGivenBack() {
    allocator.close();
  }

  @Test
  void sumsAndCountsByLongKey() throws Exception {
    answersAsTheOracle(Query.SUM_AND_COUNT_BY_KEY, new KeyedLongs(30_000, 700, false, 5));
  }

  @Test
  void sumsAndCountsByStringKey() throws Exception {
    answersAsTheOracle(Query.SUM_AND_COUNT_BY_KEY, new KeyedStrings(30_000, 700, 5));
  }

  @Test
  void countsByKey() throws Exception {
    answersAsTheOracle(Query.COUNT_BY_KEY, new EventRows(30_000, 50, 1_000, 5));
  }

  @Test
  void countsWords() throws Exception {
    answersAsTheOracle(Query.COUNT_WORDS, new TextLines(300_000, 2_000, 5));
    answersAsTheOracle(Query.COUNT_WORDS_OF_FILE, new TextLines(300_000, 2_000, 5));
  }

  @Test
  void countsByWindow() throws Exception {
    answersAsTheOracle(Query.COUNT_BY_TUMBLING_WINDOW, new EventRows(30_000, 5, 1_000, 5));
    answersAsTheOracle(Query.COUNT_BY_SLIDING_WINDOW, new EventRows(30_000, 5, 1_000, 5));
  }

  private void answersAsTheOracle(Query query, DataSource source) throws Exception {
    try (Dataset data = source.generate(allocator);
        DataFiles files = new DataFiles(data, allocator, folder);
        DuckDbContender contender = new DuckDbContender()) {
      Workload workload = new Workload(query, data, files, 2, allocator);
      contender.prepare(workload);
      ResultDigest expected = WorkloadOracle.answer(workload);
      assertThat(contender.run().digest()).isEqualTo(expected);
      assertThat(contender.run().digest()).isEqualTo(expected);
      assertThat(contender.version()).startsWith("DuckDB v");
    }
  }
}
