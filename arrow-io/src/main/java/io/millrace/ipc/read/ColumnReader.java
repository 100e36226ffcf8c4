package io.millrace.ipc.read;

import io.millrace.ipc.format.IpcField;
import io.millrace.ipc.format.Message;
import io.millrace.ipc.format.Origin;
import io.millrace.ipc.validate.OffsetCheck;
import io.millrace.ipc.validate.Utf8Check;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.Validity;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Turns the nodes and buffers of one message into columns, whose contents are checked on the way.
 */
final class ColumnReader {
  private final Message.Records records;
  private final BodyBuffers buffers;
  private final Scratch scratch;
  private final Origin origin;
  private final Trust trust;

  ColumnReader(Message.Records records, Body body, Scratch scratch, Origin origin, Trust trust) {
    this.records = records;
    this.buffers = new BodyBuffers(records, body, scratch, origin);
    this.scratch = scratch;
    this.origin = origin;
    this.trust = trust;
  }

  /** Buffers of a column that is stored so. */
  static int bufferCount(IpcField field) {
    return field.stored().lane() == Lane.BYTES ? 3 : 2;
  }

  /**
   * The next column.
   *
   * @param node its place among the message's nodes
   * @param dictionary what its indices point into; null if it has none, or none was read yet
   */
  Column read(IpcField field, int node, Column dictionary) {
    int rows = rows(field, node);
    ArrowBuf validity = validity(field, node, rows);
    int nulls = validity == null ? 0 : (int) records.nodeNulls(node);
    if (field.isDictionaryEncoded()) {
      long at = buffers.at();
      ArrowBuf data = buffers.take(field.name(), "indices", (long) rows * field.indices().width());
      return new IndexColumn(field, rows, nulls, validity, data, at)
          .over(dictionary, scratch, origin);
    }
    return switch (field.type().lane()) {
      case BOOL ->
          column(
              field,
              rows,
              nulls,
              validity,
              null,
              buffers.take(field.name(), "data", (rows + 7L) / 8));
      case BYTES -> bytes(field, rows, nulls, validity);
      case LONG, DOUBLE ->
          column(
              field,
              rows,
              nulls,
              validity,
              null,
              buffers.take(field.name(), "data", (long) rows * field.type().kind().width()));
    };
  }

  private static Column column(
      IpcField field, int rows, int nulls, ArrowBuf validity, ArrowBuf offsets, ArrowBuf data) {
    return Column.of(field.type(), rows, nulls, validity, offsets, data);
  }

  private int rows(IpcField field, int node) {
    long rows = records.nodeRows(node);
    if (rows != records.rows()) {
      throw origin.wrong(
          "A column has as many rows as its batch",
          buffers.at(),
          "column=" + field.name() + ", rows=" + rows + ", batch=" + records.rows());
    }
    return (int) rows;
  }

  /** The validity bits, null if no row is null. */
  private ArrowBuf validity(IpcField field, int node, int rows) {
    long nulls = records.nodeNulls(node);
    long at = buffers.at();
    boolean absent = buffers.isEmpty();
    ArrowBuf validity = buffers.take(field.name(), "validity", absent ? 0 : (rows + 7L) / 8);
    long counted = absent ? 0 : Validity.countNulls(validity.memoryAddress(), 0, rows);
    if (nulls != counted) {
      throw origin.wrong(
          "A column's null count is what its validity says",
          at,
          "column="
              + field.name()
              + ", declared="
              + nulls
              + ", counted="
              + counted
              + ", rows="
              + rows);
    }
    return nulls == 0 ? null : validity;
  }

  private Column bytes(IpcField field, int rows, int nulls, ArrowBuf validity) {
    int width = field.type().kind().width();
    long at = buffers.at();
    ArrowBuf offsets = buffers.take(field.name(), "offsets", rows == 0 ? 0 : (rows + 1L) * width);
    long end = rows == 0 ? 0 : lastOffset(field, offsets, rows, at);
    long dataAt = buffers.at();
    ArrowBuf data = buffers.take(field.name(), "data", end);
    if (field.type().kind().isText() && rows > 0 && trust == Trust.NONE) {
      requireText(field, rows, offsets, data, dataAt);
    }
    return column(field, rows, nulls, validity, rows == 0 ? null : offsets, data);
  }

  private long lastOffset(IpcField field, ArrowBuf offsets, int rows, long at) {
    int width = field.type().kind().width();
    long wrong = OffsetCheck.firstWrong(offsets.memoryAddress(), rows, width);
    if (wrong >= 0) {
      throw origin.wrong(
          "Offsets begin at 0 or above and never fall",
          at + wrong * width,
          "column="
              + field.name()
              + ", row="
              + wrong
              + ", offset="
              + OffsetCheck.get(offsets.memoryAddress(), wrong, width));
    }
    return OffsetCheck.get(offsets.memoryAddress(), rows, width);
  }

  /** All bytes from the first offset to the last are text, also those of rows that are null. */
  private void requireText(IpcField field, int rows, ArrowBuf offsets, ArrowBuf data, long at) {
    Kind kind = field.type().kind();
    long first = OffsetCheck.get(offsets.memoryAddress(), 0, kind.width());
    long end = data.capacity();
    long address = data.memoryAddress();
    if (first == end || Utf8Check.isAscii(address + first, end - first)) {
      return;
    }
    long wrong = Utf8Check.firstWrong(address + first, end - first);
    if (wrong >= 0) {
      throw origin.wrong("Text must be UTF-8", at + first + wrong, "column=" + field.name());
    }
    long row =
        Utf8Check.firstInsideCharacter(offsets.memoryAddress(), rows, kind.width(), address, end);
    if (row >= 0) {
      throw origin.wrong(
          "Text must not begin or end inside a character",
          at + OffsetCheck.get(offsets.memoryAddress(), row, kind.width()),
          "column=" + field.name() + ", row=" + row);
    }
  }
}
