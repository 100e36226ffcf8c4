package io.millrace.ipc.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.Field;

/** Arrow Java's own writer and reader. */
public final class Stock {
  private Stock() {}

  /** Writes tables of one schema as an IPC file or stream. */
  public static void write(
      Path path, boolean stream, CodecType codec, BufferAllocator allocator, List<Table> tables)
      throws IOException {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(tables.getFirst().schema(), allocator);
        OutputStream out = Files.newOutputStream(path);
        ArrowWriter writer = writer(root, null, Channels.newChannel(out), stream, codec)) {
      writer.start();
      for (Table table : tables) {
        Roots.load(table, root);
        writer.writeBatch();
      }
      writer.end();
    }
  }

  /** A writer of one of the two forms; {@code dictionaries} may be null. */
  public static ArrowWriter writer(
      VectorSchemaRoot root,
      DictionaryProvider dictionaries,
      WritableByteChannel out,
      boolean stream,
      CodecType codec) {
    DictionaryProvider provider =
        dictionaries == null ? new DictionaryProvider.MapDictionaryProvider() : dictionaries;
    CompressionCodec.Factory codecs =
        codec == CodecType.NO_COMPRESSION
            ? NoCompressionCodec.Factory.INSTANCE
            : CommonsCompressionFactory.INSTANCE;
    return stream
        ? new ArrowStreamWriter(root, provider, out, IpcOption.DEFAULT, codecs, codec)
        : new ArrowFileWriter(root, provider, out, null, IpcOption.DEFAULT, codecs, codec);
  }

  /** Reads all batches, dictionary-encoded columns decoded. */
  public static List<Table> read(Path path, boolean stream, BufferAllocator allocator)
      throws IOException {
    try (FileChannel channel = FileChannel.open(path);
        ArrowReader reader =
            stream
                ? new ArrowStreamReader(channel, allocator, CommonsCompressionFactory.INSTANCE)
                : new ArrowFileReader(channel, allocator, CommonsCompressionFactory.INSTANCE)) {
      List<Table> tables = new ArrayList<>();
      while (reader.loadNextBatch()) {
        tables.add(decoded(reader));
      }
      return tables;
    }
  }

  private static Table decoded(ArrowReader reader) throws IOException {
    VectorSchemaRoot root = reader.getVectorSchemaRoot();
    Table table = Roots.table(root);
    List<Field> fields = new ArrayList<>(table.fields());
    List<byte[][]> columns = new ArrayList<>(table.columns());
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getDictionary() != null) {
        var values =
            reader.getDictionaryVectors().get(fields.get(i).getDictionary().getId()).getVector();
        Table dictionary = Roots.table(VectorSchemaRoot.of(values));
        columns.set(i, lookUp(table.columns().get(i), dictionary.columns().getFirst()));
      }
    }
    return new Table(fields, columns, table.rows());
  }

  private static byte[][] lookUp(byte[][] indices, byte[][] values) {
    byte[][] decoded = new byte[indices.length][];
    for (int row = 0; row < decoded.length; row++) {
      decoded[row] = indices[row] == null ? null : values[littleEndian(indices[row])];
    }
    return decoded;
  }

  private static int littleEndian(byte[] bytes) {
    int value = 0;
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      value |= (bytes[i] & 0xFF) << (8 * i);
    }
    return value;
  }
}
