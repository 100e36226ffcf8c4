package io.millrace.bench.polars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.bench.compare.Query;
import io.millrace.bench.compare.Workload;
import io.millrace.bench.compare.WorkloadOracle;
import io.millrace.bench.data.DataFiles;
import io.millrace.bench.data.DataSource;
import io.millrace.bench.data.Dataset;
import io.millrace.bench.data.EventRows;
import io.millrace.bench.data.KeyedStrings;
import io.millrace.bench.data.TextLines;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs where the comparison has set up its Python packages before. */
class PolarsContenderTest {
  private static final Path PYTHON = Path.of("target", "venv", "bin", "python");
  private static final Path SCRIPT = Path.of("python", "peers.py");

  @TempDir Path folder;
  private final BufferAllocator allocator = new RootAllocator();

  @BeforeEach
  void polarsIsThere() {
    assumeTrue(Files.isExecutable(PYTHON), "no Polars: python/setup target/venv installs it");
  }

  @AfterEach
  void everythingWasGivenBack() {
    allocator.close();
  }

  @Test
  void answersAsTheOracle() throws Exception {
    answers(Query.SUM_AND_COUNT_BY_KEY, new KeyedStrings(30_000, 700, 5));
    answers(Query.COUNT_BY_KEY, new EventRows(30_000, 50, 1_000, 5));
    answers(Query.COUNT_WORDS, new TextLines(300_000, 2_000, 5));
    answers(Query.COUNT_WORDS_OF_FILE, new TextLines(300_000, 2_000, 5));
    answers(Query.COUNT_BY_TUMBLING_WINDOW, new EventRows(30_000, 5, 1_000, 5));
    answers(Query.COUNT_BY_SLIDING_WINDOW, new EventRows(30_000, 5, 1_000, 5));
  }

  private void answers(Query query, DataSource source) throws Exception {
    try (Dataset data = source.generate(allocator);
        DataFiles files = new DataFiles(data, allocator, folder);
        PolarsContender contender = new PolarsContender(PYTHON, SCRIPT)) {
      Workload workload = new Workload(query, data, files, 2, allocator);
      contender.prepare(workload);
      assertThat(contender.run().digest()).isEqualTo(WorkloadOracle.answer(workload));
      assertThat(contender.run().nanos()).isPositive();
      assertThat(contender.version()).startsWith("Polars ");
    }
  }
}
