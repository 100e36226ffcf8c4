package io.millrace.plan;

import io.millrace.expr.Bound;
import io.millrace.gram.Statistic;
import io.millrace.kernels.group.TableSpec;
import io.millrace.kernels.types.DataType;
import io.millrace.sink.Sink;
import io.millrace.source.Source;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The logical plan: one node for each transformation, in the order in which the program made them,
 * so every node's inputs have smaller ids than itself.
 */
public sealed interface Node {
  /** Number within the query, ascending from the sources. */
  int id();

  /** The columns that come out. */
  Schema schema();

  /** Where rows come from. */
  List<Node> inputs();

  /** A source. */
  record Input(int id, Source source) implements Node {
    @Override
    public Schema schema() {
      return source.schema();
    }

    @Override
    public List<Node> inputs() {
      return List.of();
    }
  }

  /** Rows for which a condition is true. */
  record Filter(int id, Node input, Bound condition) implements Node {
    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /** One expression a column. */
  record Project(int id, Node input, List<Bound> expressions, Schema schema) implements Node {
    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /**
   * One row for each part of a text: the kept columns, then the part.
   *
   * @param kept positions of the input's columns that are repeated for each part
   * @param separator null means white space
   */
  record Explode(
      int id, Node input, List<Integer> kept, Bound text, byte[] separator, Schema schema)
      implements Node {
    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /** All rows of several inputs of one schema. */
  record Union(int id, List<Node> inputs) implements Node {
    @Override
    public Schema schema() {
      return inputs.getFirst().schema();
    }
  }

  /** Passes rows through and follows their event time; the lateness is in that column's unit. */
  record Watermark(int id, Node input, int column, long lateness) implements Node {
    /** The event-time column's type. */
    public DataType type() {
      return DataType.of(schema().getFields().get(column));
    }

    /** A time of the event-time column as milliseconds. */
    public long toMillis(long time) {
      long perSecond = type().unitsPerSecond();
      return perSecond >= 1_000 ? Math.floorDiv(time, perSecond / 1_000) : time * 1_000;
    }

    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /**
   * Groups and aggregates.
   *
   * @param keys one expression for each key of the spec
   * @param values one for each aggregate of the spec, null for the count of rows; of a Gram matrix
   *     one for each column
   * @param grouping what belongs together in time, and when it comes out
   * @param rowForNothing whether one row comes out of no rows at all (the count of a stream)
   * @param statistic what is made of a Gram matrix; null for aggregates
   */
  record Group(
      int id,
      Node input,
      TableSpec spec,
      List<Bound> keys,
      List<Bound> values,
      Grouping grouping,
      boolean rowForNothing,
      Statistic statistic,
      Schema schema)
      implements Node {
    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /** The rows that came too late for a group's windows. */
  record Late(int id, Group group) implements Node {
    @Override
    public Schema schema() {
      return group.input().schema();
    }

    @Override
    public List<Node> inputs() {
      return List.of(group);
    }
  }

  /** The rows of the last few batches, every few batches. */
  record Buffer(int id, Node input, int length, int slide) implements Node {
    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /** Where results leave the query. */
  record Output(int id, Node input, Sink sink) implements Node {
    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }
}
