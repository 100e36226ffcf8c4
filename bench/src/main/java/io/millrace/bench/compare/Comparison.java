package io.millrace.bench.compare;

import io.millrace.bench.data.DataFiles;
import io.millrace.bench.data.Dataset;
import io.millrace.error.InternalException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Runs the contenders side by side: all hold their rows at the same time, and each round runs every
 * one of them once, the next round beginning with another one. So a disturbance of the machine
 * meets all alike. The first rounds warm up and are not kept.
 *
 * @param contenders make a new contender for each scenario
 * @param threads for each contender
 * @param warmups rounds that are not kept
 * @param warmTime how long each contender runs by itself before them in each scenario: a JVM
 *     compiles what it runs, and a stream runs for days
 * @param rounds that are kept, at least one
 * @param patience how long to wait in each scenario for other processes to leave the machine alone,
 *     and to repeat runs that they disturbed
 * @param allocator for the data; has the root of whatever the contenders use
 * @param folder for files of the data; exists
 * @param progress is told each step in one line
 */
public record Comparison(
    List<Supplier<Contender>> contenders,
    int threads,
    int warmups,
    Duration warmTime,
    int rounds,
    Duration patience,
    BufferAllocator allocator,
    Path folder,
    Consumer<String> progress) {

  /**
   * Runs one scenario.
   *
   * @throws InternalException if two results differ
   * @throws Exception if a contender fails
   */
  public ScenarioResult run(Scenario scenario) throws Exception {
    progress.accept(scenario.name() + ": making " + scenario.source().describe());
    try (Dataset data = scenario.source().generate(allocator);
        DataFiles files = new DataFiles(data, allocator, folder);
        Lanes lanes = new Lanes()) {
      Workload workload = new Workload(scenario.query(), data, files, threads, allocator);
      for (Supplier<Contender> maker : contenders) {
        lanes.admit(maker.get(), workload, progress);
      }
      Calm calm = new Calm(patience);
      Agreement agreement = new Agreement(scenario);
      Calm hasty = new Calm(Duration.ZERO);
      for (Lane lane : lanes.all) {
        warm(lane, agreement);
      }
      int round = 0;
      while (round < warmups) {
        runRound("warm-up", round++, lanes.all, hasty, agreement);
      }
      lanes.all.forEach(lane -> lane.nanos.clear());
      for (int kept = 0; kept < rounds; kept++) {
        runRound("round", round++, lanes.all, calm, agreement);
      }
      List<Timings> timings = new ArrayList<>();
      for (Lane lane : lanes.all) {
        timings.add(lane.timings(data.rows(), data.bytes()));
      }
      return new ScenarioResult(scenario, timings, agreement.digest(), calm.otherProcessors());
    }
  }

  private void warm(Lane lane, Agreement agreement) throws Exception {
    long spent = 0;
    int runs = 0;
    while (spent < warmTime.toNanos()) {
      Measurement measurement = lane.contender.run();
      agreement.check(lane.contender, measurement.digest());
      spent += measurement.nanos();
      runs++;
    }
    if (runs > 0) {
      progress.accept("  warmed: %s, %d runs".formatted(lane.contender.name(), runs));
    }
  }

  private void runRound(String kind, int round, List<Lane> lanes, Calm calm, Agreement agreement)
      throws Exception {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get((round + i) % lanes.size());
      Measurement measurement = calm.measure(lane.contender);
      agreement.check(lane.contender, measurement.digest());
      lane.nanos.add(measurement.nanos());
      line.append(" %s %.3f s".formatted(lane.contender.name(), measurement.nanos() / 1e9));
    }
    progress.accept("  " + kind + ":" + line);
  }

  /** A contender and its times so far. */
  private record Lane(Contender contender, List<Long> nanos) {
    Timings timings(long rows, long bytes) {
      long[] times = nanos.stream().mapToLong(Long::longValue).toArray();
      return new Timings(
          contender.name(), contender.role(), contender.version(), times, rows, bytes);
    }
  }

  /** The contenders of a scenario; closes them in turn. */
  private static final class Lanes implements AutoCloseable {
    private final List<Lane> all = new ArrayList<>();

    void admit(Contender contender, Workload workload, Consumer<String> progress) throws Exception {
      all.add(new Lane(contender, new ArrayList<>()));
      if (contender.supports(workload.query())) {
        progress.accept("  preparing " + contender.name());
        contender.prepare(workload);
      } else {
        progress.accept("  " + contender.name() + " cannot answer this");
        all.removeLast();
        contender.close();
      }
    }

    @Override
    public void close() throws IOException {
      IOException first = null;
      for (Lane lane : all) {
        try {
          lane.contender.close();
        } catch (IOException e) {
          if (first == null) {
            first = e;
          } else {
            first.addSuppressed(e);
          }
        }
      }
      if (first != null) {
        throw first;
      }
    }
  }
}
