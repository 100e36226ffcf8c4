package io.millrace.operator;

import io.millrace.kernels.Backend;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Collects the chunks of one micro-batch from all workers into batches in the stream's order. Each
 * worker builds a batch a morsel; taking sorts them.
 */
final class Pieces implements AutoCloseable {
  private record Piece(long order, Batch batch) {}

  private static final class Cell {
    private long copied;
    private BatchBuilder builder;
    private long order;
    private final List<Piece> done = new ArrayList<>();

    void discard() {
      if (builder != null) {
        builder.close();
        builder = null;
      }
      done.forEach(piece -> piece.batch().close());
      done.clear();
    }
  }

  private final Backend backend;
  private final Schema schema;
  private final BufferAllocator allocator;
  private final Cell[] cells;

  Pieces(Backend backend, Schema schema, BufferAllocator allocator) {
    this.backend = backend;
    this.schema = schema;
    this.allocator = allocator;
    this.cells = new Cell[backend.workers()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
  }

  /** Copies one chunk. */
  void append(KernelContext kernels, Frame frame) {
    Cell cell = cells[kernels.worker()];
    if (cell.builder == null) {
      cell.builder = backend.newBuilder(schema, allocator);
    }
    if (cell.order != frame.order()) {
      flush(cell);
    }
    cell.order = frame.order();
    cell.builder.append(kernels, frame.columns());
  }

  /**
   * Takes a reference of a whole batch, under this schema's names, copying nothing. On the query's
   * thread.
   */
  void add(Batch batch, long order) {
    int[] all = IntStream.range(0, batch.columns().size()).toArray();
    cells[0].done.add(new Piece(order, batch.select(schema, all)));
  }

  private static void flush(Cell cell) {
    if (cell.builder != null && cell.builder.rows() > 0) {
      Piece piece = new Piece(cell.order, cell.builder.build());
      cell.copied += piece.batch().bytes();
      cell.done.add(piece);
    }
  }

  /**
   * All that was collected since the last call, in order; the caller closes the batches. No worker
   * may be running.
   */
  List<Batch> take() {
    List<Piece> pieces = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.builder != null && cell.builder.rows() > 0) {
        flush(cell);
      }
    }
    for (Cell cell : cells) {
      pieces.addAll(cell.done);
      cell.done.clear();
    }
    pieces.sort(Comparator.comparingLong(Piece::order));
    return pieces.stream().map(Piece::batch).toList();
  }

  /** Bytes of the batches that were built since the last call. No worker may be running. */
  long takeCopied() {
    long copied = 0;
    for (Cell cell : cells) {
      copied += cell.copied;
      cell.copied = 0;
    }
    return copied;
  }

  /** Forgets all that was collected since the last call of take. No worker may be running. */
  void discard() {
    for (Cell cell : cells) {
      cell.discard();
      cell.copied = 0;
    }
  }

  @Override
  public void close() {
    for (Cell cell : cells) {
      cell.discard();
    }
  }
}
