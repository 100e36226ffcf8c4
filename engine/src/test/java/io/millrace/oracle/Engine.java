package io.millrace.oracle;

import io.millrace.Stream;
import io.millrace.harness.QueryHarness;
import io.millrace.harness.ScriptedSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Field;

/** Runs a program over given micro-batches, each of one or several host batches. */
final class Engine {
  private Engine() {}

  /** The result of each micro-batch, as boxed rows; null where there was none. */
  static List<List<List<Object>>> run(
      Function<Stream, Stream> program,
      List<List<List<Object>>> microBatches,
      Random random,
      int workers)
      throws Exception {
    List<List<List<Object>>> results = new ArrayList<>();
    try (QueryHarness query =
        new QueryHarness(
            settings -> settings.workers(workers),
            Input.SCHEMA.getFields().toArray(Field[]::new))) {
      ScriptedSink sink = new ScriptedSink();
      program.apply(query.input()).to(sink);
      query.context().start();
      for (List<List<Object>> rows : microBatches) {
        int before = sink.rows().size();
        long calls = sink.batchIds().size();
        for (List<List<Object>> part : Cut.AT_RANDOM.pieces(rows, random)) {
          query.add(Input.batch(query.allocator(), random, part));
        }
        query.tick();
        results.add(
            sink.batchIds().size() == calls
                ? null
                : List.copyOf(sink.rows().subList(before, sink.rows().size())));
      }
    }
    return results;
  }
}
