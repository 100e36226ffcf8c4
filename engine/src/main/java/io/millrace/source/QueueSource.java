package io.millrace.source;

import io.millrace.error.UserException;
import io.millrace.kernels.batch.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches that the program itself puts in, handed over in that order; for tests, and for programs
 * that have their own way of getting at data. Offsets are {@code rows=N}, the rows handed over so
 * far.
 *
 * <p>{@link #add} may be called from any thread, before the query starts and while it runs. What
 * nobody polled is closed with the source.
 */
public final class QueueSource implements Source {
  private final Schema schema;
  private final Queue<Batch> waiting = new ArrayDeque<>();
  private Batch head;
  private int headTaken;
  private long handedOver;
  private boolean closed;

  /** An empty queue for batches with these columns. */
  public QueueSource(Schema schema) {
    this.schema = schema;
  }

  /**
   * Puts a batch at the end. From here on it belongs to the source; if this throws, it is still the
   * caller's.
   *
   * @throws UserException if the batch's columns differ from the source's in number, name or type,
   *     or the source is closed
   */
  public synchronized void add(Batch batch) {
    if (closed) {
      throw new UserException("A batch can be added only while the source is open: source=queue.");
    }
    requireSameColumns(batch.schema());
    waiting.add(batch);
  }

  private void requireSameColumns(Schema other) {
    List<Field> own = schema.getFields();
    List<Field> given = other.getFields();
    boolean same = own.size() == given.size();
    for (int i = 0; same && i < own.size(); i++) {
      same =
          own.get(i).getName().equals(given.get(i).getName())
              && own.get(i).getType().equals(given.get(i).getType());
    }
    if (!same) {
      throw new UserException(
          "A batch must have its source's columns: source=" + schema + ", batch=" + other + ".");
    }
  }

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public void open(SourceContext context) {}

  /** Counts on from there: the program puts in what comes after. */
  @Override
  public synchronized void seek(Offset offset) {
    handedOver = offset.rows(name());
  }

  @Override
  public boolean pollsAhead() {
    return true;
  }

  @Override
  public synchronized Polled poll(Limit limit) {
    Offset from = offset();
    List<Batch> taken = new ArrayList<>();
    long rows = 0;
    long bytes = 0;
    while (nextHead()) {
      int count = fitting(limit, rows, bytes);
      if (count == 0) {
        break;
      }
      bytes += Math.round(count * bytesPerRow(head));
      rows += count;
      taken.add(take(count));
    }
    handedOver += rows;
    return new Polled(taken, from, offset(), nextHead(), 0);
  }

  /** Makes {@code head} a batch with rows left, if there is one. */
  private boolean nextHead() {
    while (head == null || headTaken == head.rows()) {
      if (head != null) {
        head.close();
      }
      headTaken = 0;
      head = waiting.poll();
      if (head == null) {
        return false;
      }
    }
    return true;
  }

  /** Rows of the head that fit under the limit, at least one if nothing has been taken yet. */
  private int fitting(Limit limit, long rows, long bytes) {
    double byBytes = (double) Math.max(0, limit.bytes() - bytes) / bytesPerRow(head);
    long fitting = Math.min(head.rows() - headTaken, Math.min(limit.rows() - rows, (long) byBytes));
    return (int) Math.max(fitting, rows == 0 ? 1 : 0);
  }

  private static double bytesPerRow(Batch batch) {
    return (double) Math.max(1, batch.bytes()) / batch.rows();
  }

  private Batch take(int count) {
    if (count == head.rows()) {
      Batch whole = head;
      head = null;
      return whole;
    }
    Batch part = head.slice(headTaken, count);
    headTaken += count;
    return part;
  }

  private Offset offset() {
    return Offset.ofRows(handedOver);
  }

  @Override
  public void commit(Offset offset) {}

  /** Closes what was not handed over. */
  @Override
  public synchronized void close() {
    closed = true;
    if (head != null) {
      head.close();
      head = null;
    }
    waiting.forEach(Batch::close);
    waiting.clear();
  }
}
