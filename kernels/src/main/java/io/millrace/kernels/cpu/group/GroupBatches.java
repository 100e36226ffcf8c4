package io.millrace.kernels.cpu.group;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.ColumnWriter;
import io.millrace.kernels.cpu.work.CpuWorkers;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Writes groups out as batches, straight into Arrow buffers. */
final class GroupBatches {
  private final GroupColumns columns;
  private final BufferAllocator allocator;
  private final CpuWorkers workers;
  private final List<Scratch> scratch;
  private final Tuning tuning;

  GroupBatches(
      GroupColumns columns,
      BufferAllocator allocator,
      CpuWorkers workers,
      List<Scratch> scratch,
      Tuning tuning) {
    this.columns = columns;
    this.allocator = allocator;
    this.workers = workers;
    this.scratch = scratch;
    this.tuning = tuning;
  }

  /** The groups of some stores, or only the touched ones. The caller closes the batches. */
  List<Batch> write(List<GroupStore> stores, GroupCursor.Which which) {
    List<List<GroupStore>> shares = shares(stores, which);
    List<List<Batch>> written = new ArrayList<>();
    shares.forEach(_ -> written.add(new ArrayList<>()));
    try {
      workers.forEach(
          shares.size(),
          (worker, task) -> write(shares.get(task), which, scratch.get(worker), written.get(task)));
    } catch (RuntimeException | Error e) {
      written.forEach(batches -> batches.forEach(Batch::close));
      throw e;
    }
    return written.stream().flatMap(List::stream).toList();
  }

  /** Neighbouring stores together, until there is enough for a batch. */
  private List<List<GroupStore>> shares(List<GroupStore> stores, GroupCursor.Which which) {
    List<List<GroupStore>> shares = new ArrayList<>();
    long rows = 0;
    for (GroupStore store : stores) {
      int more = GroupCursor.count(store, which);
      if (more > 0) {
        if (shares.isEmpty() || rows + more > tuning.resultRows()) {
          shares.add(new ArrayList<>());
          rows = 0;
        }
        shares.getLast().add(store);
        rows += more;
      }
    }
    return shares;
  }

  private void write(
      List<GroupStore> stores, GroupCursor.Which which, Scratch memory, List<Batch> to) {
    long left = 0;
    for (GroupStore store : stores) {
      left += GroupCursor.count(store, which);
    }
    int[] groups = memory.groups(Cells.CHUNK);
    BatchInHand batch = newBatch(left);
    try {
      for (GroupStore store : stores) {
        GroupCursor cursor = new GroupCursor(store, which);
        int count;
        while ((count = cursor.next(groups, Math.min(Cells.CHUNK, batch.room()))) > 0) {
          batch.append(store, groups, count, memory);
          left -= count;
          if (left > 0 && (batch.room() == 0 || batch.isLarge())) {
            to.add(batch.build());
            batch = newBatch(left);
          }
        }
      }
      to.add(batch.build());
    } finally {
      batch.close();
    }
  }

  private BatchInHand newBatch(long rows) {
    return new BatchInHand((int) Math.min(rows, tuning.resultRows()));
  }

  /** A batch that is being written. */
  private final class BatchInHand implements AutoCloseable {
    private final List<ColumnWriter> writers = new ArrayList<>();
    private final int capacity;
    private int rows;

    BatchInHand(int capacity) {
      this.capacity = capacity;
      try {
        columns.types().forEach(type -> writers.add(new ColumnWriter(type, capacity, allocator)));
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    int room() {
      return capacity - rows;
    }

    boolean isLarge() {
      for (ColumnWriter writer : writers) {
        if (writer.isLarge()) {
          return true;
        }
      }
      return false;
    }

    void append(GroupStore store, int[] groups, int count, Scratch memory) {
      for (int c = 0; c < writers.size(); c++) {
        columns.columns().get(c).read(store, groups, count, memory.values);
        writers.get(c).append(memory.values.cells(), count);
      }
      rows += count;
    }

    Batch build() {
      List<Column> built = writers.stream().map(ColumnWriter::column).toList();
      Batch batch = Batch.owning(columns.schema(), rows, built);
      writers.forEach(ColumnWriter::release);
      writers.clear();
      return batch;
    }

    @Override
    public void close() {
      writers.forEach(ColumnWriter::close);
      writers.clear();
    }
  }
}
