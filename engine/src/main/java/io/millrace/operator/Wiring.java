package io.millrace.operator;

import io.millrace.gram.StatisticTable;
import io.millrace.kernels.Backend;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.plan.Grouping;
import io.millrace.plan.Node;
import io.millrace.plan.PlanText;
import io.millrace.plan.Slides;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Turns the logical plan into stages and breakers, from the outputs back to the sources. Nodes that
 * lead to no output are left out.
 *
 * <p>Nodes are told apart by identity: their hash codes would walk all that is below them.
 */
final class Wiring {
  private final Backend backend;
  private final Memory memory;
  private final Map<Node, List<Node>> consumers = new IdentityHashMap<>();
  private final Map<Node, List<Node.Late>> lateConsumers = new IdentityHashMap<>();
  private final Map<Node, Stage> entries = new IdentityHashMap<>();
  private final Map<Node.Watermark, WatermarkTracker> trackers = new IdentityHashMap<>();
  private final TreeMap<Integer, TimedBreaker> breakers = new TreeMap<>();
  private final List<OperatorMeter> meters = new ArrayList<>();
  private final StageClock clock;
  private final LateRows lateRows = new LateRows();

  /** Child allocators by name. */
  interface Memory {
    BufferAllocator child(String name);
  }

  /** A breaker, and on which batches it is due: every so many. */
  record TimedBreaker(Breaker breaker, int every, String name) {}

  /** Counts late rows into the batch in hand. */
  static final class LateRows implements EventTimeStage.LateCounter {
    private volatile Tally tally;

    void into(Tally batch) {
      tally = batch;
    }

    @Override
    public void late(long rows) {
      tally.late(rows);
    }
  }

  Wiring(List<Node.Output> outputs, Backend backend, Memory memory) {
    this.backend = backend;
    this.memory = memory;
    this.clock = new StageClock(backend.workers());
    outputs.forEach(this::visit);
  }

  private void visit(Node node) {
    for (Node input : node.inputs()) {
      boolean first = !consumers.containsKey(input) && !lateConsumers.containsKey(input);
      if (node instanceof Node.Late late) {
        lateConsumers.computeIfAbsent(input, _ -> new ArrayList<>()).add(late);
      } else {
        consumers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
      }
      if (first) {
        visit(input);
      }
    }
  }

  /** For each source that is used, the stage that its rows go to. */
  Map<Node.Input, Stage> sources() {
    Map<Node.Input, Stage> sources = new HashMap<>();
    for (Node node : consumers.keySet()) {
      if (node instanceof Node.Input input) {
        sources.put(input, after(input));
      }
    }
    return sources;
  }

  /** All breakers in the order in which they finish: each after those that feed it. */
  List<TimedBreaker> breakers() {
    return List.copyOf(breakers.values());
  }

  List<OperatorMeter> meters() {
    return meters;
  }

  Map<Node.Watermark, WatermarkTracker> trackers() {
    return trackers;
  }

  LateRows lateRows() {
    return lateRows;
  }

  private Stage after(Node node) {
    return TeeStage.of(consumers.getOrDefault(node, List.of()).stream().map(this::entry).toList());
  }

  private Stage entry(Node node) {
    Stage known = entries.get(node);
    if (known == null) {
      known = node instanceof Node.Union ? after(node) : metered(node, make(node));
      entries.put(node, known);
    }
    return known;
  }

  private Stage metered(Node node, Stage stage) {
    OperatorMeter meter = new OperatorMeter(node.id(), PlanText.describe(node), backend.workers());
    meters.add(meter);
    return new MeteredStage(stage, meter, clock);
  }

  private Stage make(Node node) {
    return switch (node) {
      case Node.Filter filter -> new FilterStage(filter.condition(), after(node));
      case Node.Project project ->
          new ProjectStage(project.expressions(), project.schema(), after(node));
      case Node.Explode explode -> new ExplodeStage(explode, after(node), backend::chunkRows);
      case Node.Watermark watermark ->
          new WatermarkStage(watermark.column(), tracker(watermark), after(node));
      case Node.Group group -> breaker(node, group(group));
      case Node.Buffer buffer ->
          breaker(
              node,
              new BufferOperator(
                  buffer, after(node), backend, memory.child("window #" + node.id())));
      case Node.Output output ->
          breaker(node, new OutputOperator(output, backend, memory.child("output #" + node.id())));
      case Node.Input _, Node.Union _, Node.Late _ ->
          throw new IllegalStateException(node.toString());
    };
  }

  private Stage breaker(Node node, Breaker breaker) {
    breakers.put(
        node.id(),
        new TimedBreaker(breaker, Slides.of(node.inputs().getFirst()), PlanText.describe(node)));
    return breaker.entry();
  }

  private WatermarkTracker tracker(Node.Watermark node) {
    return trackers.computeIfAbsent(
        node, _ -> new WatermarkTracker(node.lateness(), backend.workers()));
  }

  private Breaker group(Node.Group node) {
    BufferAllocator allocator = memory.child("group #" + node.id());
    Stage next = after(node);
    Stage late =
        TeeStage.of(lateConsumers.getOrDefault(node, List.of()).stream().map(this::after).toList());
    GroupTable table = table(node, allocator);
    RowForNothing nothing = new RowForNothing(node, backend, allocator);
    return switch (node.grouping()) {
      case Grouping.EachBatch _ ->
          new GroupOperator(
              table,
              new GroupStage(node, table, () -> 0),
              new EachBatchEmission(table, nothing),
              next);
      case Grouping.Running running ->
          new GroupOperator(
              table,
              new GroupStage(node, table, () -> 0),
              new RunningEmission(table, running.complete()),
              next);
      case Grouping.BatchWindow window -> {
        BatchWindowEmission emission =
            new BatchWindowEmission(table, inParentBatches(window, node), nothing);
        yield new GroupOperator(table, new GroupStage(node, table, emission::pane), emission, next);
      }
      case Grouping.EventTime event -> {
        EventWindows windows = new EventWindows(event);
        OldestRow oldest = new OldestRow(backend.workers());
        Stage stage =
            new EventTimeStage(node, table, windows, event.time(), late, lateRows, oldest);
        FollowingPane following = event.inverse() ? new FollowingPane(table) : null;
        EventTimeEmission emission =
            new EventTimeEmission(
                node, table, windows, tracker(event.watermark()), oldest, following, allocator);
        yield new GroupOperator(table, stage, emission, next);
      }
    };
  }

  private GroupTable table(Node.Group node, BufferAllocator allocator) {
    GroupTable table = backend.newGroupTable(node.spec(), allocator);
    return node.spec() instanceof GramSpec gram
        ? new StatisticTable(table, gram, node.statistic(), allocator)
        : table;
  }

  /** A window over a stream that itself comes only every few batches counts in those. */
  private static Grouping.BatchWindow inParentBatches(
      Grouping.BatchWindow window, Node.Group node) {
    int every = Slides.of(node.input());
    return new Grouping.BatchWindow(
        window.length() / every, window.slide() / every, window.inverse());
  }
}
