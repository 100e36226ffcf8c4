package io.millrace.ipc.write;

import io.millrace.error.UserException;
import io.millrace.ipc.format.Block;
import io.millrace.ipc.format.Framing;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import io.millrace.sink.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes messages, their bodies and buffers aligned to 64 bytes from where the output began. */
final class MessageWriter {
  private final GatheringOut out;
  private final WriteLayout layout;
  private final Compression compression;
  private final BufferAllocator allocator;
  private long copied;

  MessageWriter(
      GatheringOut out, WriteLayout layout, Compression compression, BufferAllocator allocator) {
    this.out = out;
    this.layout = layout;
    this.compression = compression;
    this.allocator = allocator;
  }

  /** Bytes that had to be written anew, since they could not be written as they lay. */
  long bytesCopied() {
    return copied;
  }

  void schema() throws IOException {
    try (BodyPlan none = new BodyPlan(allocator)) {
      message(Metadata.schema(layout.messageSchema()), none);
    }
  }

  Block dictionary(long id, boolean delta, Column values) throws IOException {
    try (BodyPlan body = new BodyPlan(allocator)) {
      ColumnPlan.add(values, body);
      body.compress(compression);
      return message(Metadata.dictionary(id, delta, values.length(), body), body);
    }
  }

  Block records(Batch batch) throws IOException {
    requireFits(batch);
    try (BodyPlan body = new BodyPlan(allocator)) {
      for (int i = 0; i < batch.columns().size(); i++) {
        Column column = batch.column(i);
        if (column.isDictionaryEncoded() && !layout.isEncoded(i)) {
          ColumnPlan.add(decoded(batch, i, body), body);
        } else {
          ColumnPlan.add(column, body);
        }
      }
      body.compress(compression);
      return message(Metadata.records(batch.rows(), body), body);
    }
  }

  private void requireFits(Batch batch) {
    List<DataType> expected = layout.schema().getFields().stream().map(DataType::of).toList();
    List<DataType> found = batch.columns().stream().map(Column::type).toList();
    if (!found.equals(expected)) {
      throw new UserException(
          "All batches of an output have its columns: expected="
              + expected
              + ", found="
              + found
              + ". Write other columns to an output of their own.");
    }
  }

  private Column decoded(Batch batch, int ordinal, BodyPlan body) {
    Schema one = new Schema(List.of(layout.schema().getFields().get(ordinal)));
    try (Batch encoded = batch.select(one, ordinal);
        VectorSchemaRoot root = ArrowBatches.toRoot(encoded, allocator)) {
      Batch plain = ArrowBatches.of(root, null);
      body.hold(plain);
      copied += plain.bytes();
      return plain.column(0);
    }
  }

  private Block message(ByteBuffer metadata, BodyPlan body) throws IOException {
    long offset = out.position();
    int length = (int) (Framing.align(offset + Framing.PREFIX + metadata.remaining()) - offset);
    ByteBuffer prefix = ByteBuffer.allocateDirect(Framing.PREFIX).order(ByteOrder.LITTLE_ENDIAN);
    out.add(prefix.putInt(Framing.CONTINUATION).putInt(length - Framing.PREFIX).flip());
    out.add(metadata);
    out.align();
    body.writeTo(out);
    copied += body.bytesCopied();
    out.flush();
    return new Block(offset, length, body.bytes());
  }
}
