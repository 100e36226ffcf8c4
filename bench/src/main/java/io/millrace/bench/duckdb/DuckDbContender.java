package io.millrace.bench.duckdb;

import io.millrace.bench.compare.Contender;
import io.millrace.bench.compare.Measurement;
import io.millrace.bench.compare.Query;
import io.millrace.bench.compare.ResultDigest;
import io.millrace.bench.compare.ResultDigester;
import io.millrace.bench.compare.Role;
import io.millrace.bench.compare.Workload;
import io.millrace.bench.data.BatchReader;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * DuckDB in this process: the rows are copied into an in-memory table, and the time is that of the
 * query alone, with its result in DuckDB's memory. The driver hands over a complete result, not a
 * stream of it, unless asked otherwise.
 */
public final class DuckDbContender implements Contender {
  private static final long RESULT_BATCH_ROWS = 1 << 16;

  private Workload workload;
  private DuckDBConnection connection;
  private String sql;

  @Override
  public String name() {
    return "duckdb";
  }

  @Override
  public Role role() {
    return Role.PEER;
  }

  @Override
  public String version() {
    try {
      return "DuckDB " + connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB tells no version.", e);
    }
  }

  @Override
  public void prepare(Workload work) throws SQLException, IOException {
    workload = work;
    connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    execute("SET threads = " + work.threads());
    execute("SET preserve_insertion_order = false");
    sql = DuckDbSql.of(work);
    if (work.query() != Query.COUNT_WORDS_OF_FILE) {
      load(work);
    }
  }

  private void load(Workload work) throws SQLException, IOException {
    try (BatchReader reader = new BatchReader(work.data(), work.allocator());
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(work.allocator())) {
      Data.exportArrayStream(work.allocator(), reader, stream);
      connection.registerArrowStream("arrow_rows", stream);
      execute("CREATE TABLE input AS SELECT * FROM arrow_rows");
    }
  }

  private void execute(String statement) throws SQLException {
    try (Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  @Override
  public Measurement run() throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      long start = System.nanoTime();
      try (ResultSet result = statement.executeQuery(sql)) {
        long nanos = System.nanoTime() - start;
        return new Measurement(nanos, digest((DuckDBResultSet) result));
      }
    }
  }

  private ResultDigest digest(DuckDBResultSet result) throws SQLException, IOException {
    BufferAllocator allocator = workload.allocator();
    ResultDigest digest = ResultDigest.EMPTY;
    try (ArrowReader reader =
        (ArrowReader) result.arrowExportStream(allocator, RESULT_BATCH_ROWS)) {
      while (reader.loadNextBatch()) {
        digest = digest.plus(ResultDigester.of(reader.getVectorSchemaRoot()));
      }
    }
    return digest;
  }

  @Override
  public void close() throws IOException {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IOException("DuckDB could not be closed.", e);
    }
  }
}
