package io.millrace.source;

import io.millrace.error.UserException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.source.rate.RateColumn;
import io.millrace.source.rate.RowRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows made up at a steady rate, or as fast as they are taken; no server or file needed. A row's
 * values depend on its number, the seed and the start time alone, not on when and in which batch it
 * is handed over. Offsets are {@code rows=N}.
 *
 * <pre>{@code
 * RateSource.builder()
 *     .rowsPerSecond(1_000_000)
 *     .column("time", RateColumns.timestamp(500))
 *     .column("user", RateColumns.textKey("user-", KeyDistribution.zipf(1_000, 1.0)))
 *     .column("amount", RateColumns.longs(1, 100))
 *     .build();
 * }</pre>
 *
 * <p>With a rate, row n is due at start + n / rate, and the rows that are due are handed over:
 * after a slow batch the source catches up. Without one, each poll takes as many rows as its limit
 * allows, at most {@value #MOST_ROWS_A_POLL}, and event time runs at a rate of its own.
 */
public final class RateSource implements Source {
  /** The most rows that one poll hands over, whatever its limit. */
  public static final long MOST_ROWS_A_POLL = 1 << 22;

  /**
   * Large enough to make the cost of a batch vanish, small enough for a column to come from pooled
   * memory.
   */
  private static final int MOST_ROWS_A_BATCH = 1 << 17;

  private static final long MOST_ROWS_A_SECOND = 1_000_000_000_000L;
  private static final long DEFAULT_EVENTS_PER_SECOND = 1_000_000;

  private final Schema schema;
  private final List<RateColumn> columns;
  private final long rowsPerSecond;
  private final long eventsPerSecond;
  private final long rowsInAll;
  private final long seed;
  private final Long fixedStart;
  private SourceContext context;
  private long startMillis;
  private long handedOver;

  private RateSource(Builder builder) {
    List<Field> fields = new ArrayList<>();
    builder.columns.forEach((name, column) -> fields.add(column.type().field(name)));
    this.schema = new Schema(fields);
    this.columns = List.copyOf(builder.columns.sequencedValues());
    this.rowsPerSecond = builder.rowsPerSecond;
    this.eventsPerSecond = builder.eventsPerSecond();
    this.rowsInAll = builder.rowsInAll;
    this.seed = builder.seed;
    this.fixedStart = builder.start;
  }

  /** A source without columns, to be given some. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return rowsPerSecond == 0 ? "rate(unlimited)" : "rate(" + rowsPerSecond + " rows/s)";
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public void open(SourceContext given) {
    this.context = given;
    this.startMillis = fixedStart != null ? fixedStart : given.clock().millis();
  }

  /** Goes to a row; if no start was set, that one is due now. */
  @Override
  public void seek(Offset offset) {
    handedOver = offset.rows(name());
    if (fixedStart == null && rowsPerSecond > 0) {
      startMillis -= Math.round(1_000.0 * handedOver / rowsPerSecond);
    }
  }

  @Override
  public boolean pollsAhead() {
    return true;
  }

  @Override
  public Polled poll(Limit limit) {
    long due = Math.min(rowsInAll, due()) - handedOver;
    if (due <= 0) {
      return Polled.nothing(offset());
    }
    long rows = Math.min(Math.min(due, MOST_ROWS_A_POLL), allowed(limit));
    Offset from = offset();
    List<Batch> batches = new ArrayList<>();
    try {
      for (long done = 0; done < rows; done += MOST_ROWS_A_BATCH) {
        int count = (int) Math.min(MOST_ROWS_A_BATCH, rows - done);
        batches.add(batch(handedOver + done, count));
      }
    } catch (RuntimeException | Error e) {
      batches.forEach(Batch::close);
      throw e;
    }
    handedOver += rows;
    return new Polled(batches, from, offset(), rows < due, 0);
  }

  /** Rows whose time has come since the start. */
  private long due() {
    if (rowsPerSecond == 0) {
      return Long.MAX_VALUE;
    }
    long elapsed = Math.max(0, context.clock().millis() - startMillis);
    double rows = (double) elapsed / 1000 * rowsPerSecond;
    return rows > 0x1p62
        ? 1L << 62
        : elapsed / 1000 * rowsPerSecond + elapsed % 1000 * rowsPerSecond / 1000;
  }

  private long allowed(Limit limit) {
    long bytesPerRow = columns.stream().mapToLong(RateColumn::bytesPerRow).sum();
    return Math.max(1, Math.min(limit.rows(), limit.bytes() / bytesPerRow));
  }

  private Batch batch(long first, int rows) {
    BufferAllocator allocator = context.allocator();
    List<Column> made = new ArrayList<>(columns.size());
    try {
      for (int c = 0; c < columns.size(); c++) {
        long columnSeed = RowRange.columnSeed(seed, c);
        RowRange range = new RowRange(first, rows, columnSeed, startMillis, eventsPerSecond);
        made.add(columns.get(c).generate(range, allocator));
      }
      return Batch.owning(schema, rows, made);
    } catch (RuntimeException | Error e) {
      made.forEach(RateSource::close);
      throw e;
    }
  }

  private static void close(Column column) {
    for (ArrowBuf buffer : new ArrowBuf[] {column.validity(), column.offsets(), column.data()}) {
      if (buffer != null) {
        buffer.close();
      }
    }
  }

  private Offset offset() {
    return Offset.ofRows(handedOver);
  }

  @Override
  public void commit(Offset offset) {}

  @Override
  public void close() {}

  /** Puts a {@link RateSource} together. */
  public static final class Builder {
    private final SequencedMap<String, RateColumn> columns = new LinkedHashMap<>();
    private long rowsPerSecond;
    private long eventsPerSecond;
    private long rowsInAll = Long.MAX_VALUE;
    private long seed = 42;
    private Long start;

    private Builder() {}

    /** Rows that become due in each second; 0, the default, for as many as are asked for. */
    public Builder rowsPerSecond(long rows) {
      this.rowsPerSecond = require(0, MOST_ROWS_A_SECOND, "rowsPerSecond", rows);
      return this;
    }

    /** Rows in one second of event time; by default the rate, and a million if there is none. */
    public Builder eventsPerSecond(long rows) {
      this.eventsPerSecond = require(1, MOST_ROWS_A_SECOND, "eventsPerSecond", rows);
      return this;
    }

    /** Ends the stream after so many rows; by default it does not end. */
    public Builder rowsInAll(long rows) {
      this.rowsInAll = require(0, Long.MAX_VALUE, "rowsInAll", rows);
      return this;
    }

    /** Another seed gives other values; 42 by default. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * Event time of row 0, milliseconds since 1970-01-01T00:00Z; by default the time at which the
     * query starts.
     */
    public Builder startMillis(long millis) {
      this.start = millis;
      return this;
    }

    /** Adds a column behind those that are there. */
    public Builder column(String name, RateColumn column) {
      if (columns.putIfAbsent(name, column) != null) {
        throw new UserException("A column's name must be its own: column=" + name + ".");
      }
      return this;
    }

    private static long require(long least, long most, String name, long value) {
      if (value < least || value > most) {
        throw new UserException(
            "A number of rows must be in its range: "
                + name
                + "="
                + value
                + ", least="
                + least
                + ", most="
                + most
                + ".");
      }
      return value;
    }

    private long eventsPerSecond() {
      if (eventsPerSecond != 0) {
        return eventsPerSecond;
      }
      return rowsPerSecond != 0 ? rowsPerSecond : DEFAULT_EVENTS_PER_SECOND;
    }

    /** The source. */
    public RateSource build() {
      if (columns.isEmpty()) {
        throw new UserException(
            "A generator must have a column: columns=0. Add one with column(...).");
      }
      return new RateSource(this);
    }
  }
}
