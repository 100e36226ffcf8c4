package io.millrace.bench.compare;

import io.millrace.bench.data.DataSource;
import java.util.List;

/**
 * One line of the comparison: a query over some data, and what the subject has to reach.
 *
 * @param name short, for the command line
 * @param query what is asked
 * @param source makes the rows
 * @param goals of the subject
 */
public record Scenario(String name, Query query, DataSource source, List<Goal> goals) {
  /** Keeps a copy of the goals. */
  public Scenario {
    goals = List.copyOf(goals);
  }
}
