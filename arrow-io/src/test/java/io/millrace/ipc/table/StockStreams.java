package io.millrace.ipc.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowWriter;

/** Streams of Arrow Java's own writer as bytes. */
public final class StockStreams {
  private StockStreams() {}

  /** Random rows of all types. */
  public static Table table(int seed, int rows) {
    return Table.random(new Random(seed), RandomValues.allTypes(), rows, 0.2);
  }

  /** A whole stream of these tables, one batch each. */
  public static byte[] stream(Table... tables) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(tables[0].schema(), allocator);
        ArrowWriter writer =
            Stock.writer(root, null, Channels.newChannel(bytes), true, CodecType.NO_COMPRESSION)) {
      writer.start();
      for (Table table : tables) {
        Roots.load(table, root);
        writer.writeBatch();
      }
      writer.end();
    }
    return bytes.toByteArray();
  }

  /** The next batch of a reader of plain columns, null at the end. */
  public static Table next(ArrowReader reader) throws IOException {
    return reader.loadNextBatch() ? Roots.table(reader.getVectorSchemaRoot()) : null;
  }

  /** Tables one after the other. */
  public static Table joined(List<Table> tables) {
    return tables.stream().reduce(Table::plus).orElseThrow();
  }
}
