package io.millrace.bench.polars;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.compare.Contender;
import io.millrace.bench.compare.Measurement;
import io.millrace.bench.compare.Query;
import io.millrace.bench.compare.ResultDigest;
import io.millrace.bench.compare.Role;
import io.millrace.bench.compare.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Polars in a Python process of its own ({@code peers.py}), which reads the rows into memory from
 * an Arrow IPC file, tries both of Polars' engines and keeps the faster, measures its runs and
 * digests their results itself.
 */
public final class PolarsContender implements Contender {
  private final Path python;
  private final Path script;
  private PeerProcess process;
  private String version;

  /**
   * A contender that is not prepared yet.
   *
   * @param python an interpreter with the packages of {@code requirements.txt}
   * @param script {@code peers.py}
   */
  public PolarsContender(Path python, Path script) {
    this.python = python;
    this.script = script;
  }

  @Override
  public String name() {
    return "polars";
  }

  @Override
  public Role role() {
    return Role.PEER;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void prepare(Workload workload) throws IOException {
    boolean text = workload.query() == Query.COUNT_WORDS_OF_FILE;
    Path file = text ? workload.files().text() : workload.files().arrow();
    process =
        new PeerProcess(
            List.of(
                python.toString(),
                script.toString(),
                workload.query().name().toLowerCase(Locale.ROOT),
                file.toString(),
                "--threads=" + workload.threads(),
                "--serve"));
    version = process.answer().required("version").asText();
  }

  @Override
  public Measurement run() throws IOException {
    process.order("run");
    JsonNode answer = process.answer();
    long hash = Long.parseUnsignedLong(answer.required("hash").asText(), 16);
    ResultDigest digest = new ResultDigest(answer.required("rows").asLong(), hash);
    return new Measurement(Math.round(answer.required("seconds").asDouble() * 1e9), digest);
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.close();
    }
  }
}
