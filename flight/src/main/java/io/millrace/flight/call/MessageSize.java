package io.millrace.flight.call;

import io.millrace.ipc.validate.OffsetCheck;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.Lane;
import java.io.IOException;

/** Cuts batches into messages of a size that clients accept. */
final class MessageSize {
  private MessageSize() {}

  /** Writes a batch in as many messages as it takes; one row always fits. */
  static void write(Batch batch, long most, IpcStreamWriter writer) throws IOException {
    long bytes = bytes(batch);
    if (bytes <= most) {
      writer.write(batch);
      return;
    }
    int rows = (int) Math.max(1, (double) most / bytes * batch.rows());
    for (int from = 0; from < batch.rows(); from += rows) {
      try (Batch piece = batch.slice(from, Math.min(rows, batch.rows() - from))) {
        writer.write(piece);
      }
    }
  }

  /** Bytes that the rows need when written plainly. */
  static long bytes(Batch batch) {
    return batch.columns().stream().mapToLong(MessageSize::bytes).sum();
  }

  private static long bytes(Column column) {
    if (column.length() == 0) {
      return 0;
    }
    if (column.isDictionaryEncoded()) {
      Column values = column.dictionary();
      return (long) ((double) bytes(values) / Math.max(1, values.length()) * column.length());
    }
    long rows = column.length();
    int width = column.type().kind().width();
    long own = column.type().lane() == Lane.BOOL ? rows / 8 : rows * width;
    return column.type().lane() == Lane.BYTES ? own + textBytes(column, width) : own;
  }

  private static long textBytes(Column column, int width) {
    long offsets = column.offsets().memoryAddress();
    long first = column.offset();
    return OffsetCheck.get(offsets, first + column.length(), width)
        - OffsetCheck.get(offsets, first, width);
  }
}
