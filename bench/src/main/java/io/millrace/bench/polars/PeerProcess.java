package io.millrace.bench.polars;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.error.InternalException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process that prints one JSON line when it is ready and one for each line it is sent. What
 * it writes to its error stream appears on this process's. For one thread.
 */
final class PeerProcess implements AutoCloseable {
  private static final long SECONDS_TO_END = 10;

  private final ObjectMapper mapper = new ObjectMapper();
  private final List<String> command;
  private final Process process;
  private final BufferedReader from;
  private final BufferedWriter to;

  /** Starts a command, which is then to be closed. */
  PeerProcess(List<String> command) throws IOException {
    this.command = command;
    this.process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.from = process.inputReader(StandardCharsets.UTF_8);
    this.to = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Sends a line, which the process takes as an order for one answer. */
  void order(String line) throws IOException {
    to.write(line);
    to.newLine();
    to.flush();
  }

  /** Waits for the next line. */
  JsonNode answer() throws IOException {
    String line = from.readLine();
    if (line == null) {
      throw failed("it ended without an answer", null);
    }
    try {
      return mapper.readTree(line);
    } catch (JsonProcessingException e) {
      throw failed("its answer is no JSON: " + line, e);
    }
  }

  private InternalException failed(String what, Exception cause) {
    return new InternalException(
        "Rule: a peer answers each order with one line of JSON. found=%s, command=%s. See its messages above."
            .formatted(what, String.join(" ", command)),
        cause);
  }

  /** Ends the process: its input ends, and if that is not enough it is killed. */
  @Override
  public void close() throws IOException {
    try (from;
        to) {
      to.close();
      process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
