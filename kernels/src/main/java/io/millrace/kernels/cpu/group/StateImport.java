package io.millrace.kernels.cpu.group;

import io.millrace.error.DataException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.group.cell.Canonical;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.ColumnReader;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.ArrayList;
import java.util.List;

/** Reads exported state, or partial aggregates made elsewhere, into a pane. */
final class StateImport {
  private final GroupSpec spec;
  private final GroupColumns columns;
  private final List<ValueBuffer> buffers = new ArrayList<>();

  StateImport(GroupSpec spec, GroupColumns columns) {
    this.spec = spec;
    this.columns = columns;
    columns.types().forEach(_ -> buffers.add(new ValueBuffer()));
  }

  /** Merges the rows of a batch into an unpartitioned, unshared pane. */
  void read(Batch batch, Pane into, Scratch scratch) {
    requireSchema(batch);
    GroupStore store = into.stores().getFirst();
    for (int at = 0; at < batch.rows(); at += Cells.CHUNK) {
      readChunk(batch, at, Math.min(Cells.CHUNK, batch.rows() - at), store, scratch);
    }
    store.states().imported(store.size());
  }

  private void requireSchema(Batch batch) {
    List<DataType> types = batch.columns().stream().map(column -> column.type()).toList();
    if (!types.equals(columns.types())) {
      throw new DataException(
          "Imported state must have the columns of the table's stateSchema(): expected="
              + columns.schema()
              + ", found="
              + batch.schema()
              + ". Import state of a table with the same keys and aggregates.");
    }
  }

  private void readChunk(Batch batch, int at, int rows, GroupStore store, Scratch scratch) {
    Cells[] cells = new Cells[buffers.size()];
    for (int c = 0; c < cells.length; c++) {
      cells[c] = ColumnReader.read(batch.column(c), at, rows, buffers.get(c));
    }
    int keyCount = spec.keys().size();
    Cells[] keys = new Cells[keyCount];
    for (int k = 0; k < keyCount; k++) {
      keys[k] = cells[k];
      if (spec.keys().get(k).type().lane() == Lane.DOUBLE) {
        canonical(cells[k].words(), rows);
      }
    }
    store.importParts(scratch.keys.of(keys, rows), parts(cells, keyCount), scratch);
  }

  private static void canonical(long[] words, int rows) {
    for (int i = 0; i < rows; i++) {
      words[i] = Canonical.key(Double.longBitsToDouble(words[i]));
    }
  }

  private Cells[][] parts(Cells[] cells, int from) {
    Cells[][] parts = new Cells[spec.aggregates().size()][];
    int at = from;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Cells[GroupColumns.parts(spec.aggregates().get(i))];
      for (int p = 0; p < parts[i].length; p++) {
        parts[i][p] = cells[at++];
      }
    }
    return parts;
  }
}
