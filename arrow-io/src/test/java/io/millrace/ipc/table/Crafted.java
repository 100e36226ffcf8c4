package io.millrace.ipc.table;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Bytes of IPC streams and files, message by message, which may lie about anything. */
public final class Crafted {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<long[]> dictionaryBlocks = new ArrayList<>();
  private final List<long[]> batchBlocks = new ArrayList<>();
  private Schema schema;

  private Crafted() {}

  /** A stream, without its schema yet. */
  public static Crafted stream() {
    return new Crafted();
  }

  /** A file; to be ended with {@link #file()}. */
  public static Crafted fileStart() {
    Crafted crafted = new Crafted();
    crafted.out.writeBytes(new byte[] {'A', 'R', 'R', 'O', 'W', '1', 0, 0});
    return crafted;
  }

  /** The schema message. */
  public Crafted schema(Field... fields) {
    schema = new Schema(List.of(fields));
    return message(
        MessageHeader.Schema, MetadataVersion.V5, 0, schema::getSchema, new byte[0], null);
  }

  /** A record batch. */
  public Crafted batch(Rows rows) {
    return message(
        MessageHeader.RecordBatch,
        MetadataVersion.V5,
        rows.body.length,
        rows::build,
        rows.body,
        batchBlocks);
  }

  /** Values of a dictionary. */
  public Crafted dictionary(long id, boolean delta, Rows rows) {
    ToIntFunction<FlatBufferBuilder> header =
        builder -> DictionaryBatch.createDictionaryBatch(builder, id, rows.build(builder), delta);
    return message(
        MessageHeader.DictionaryBatch,
        MetadataVersion.V5,
        rows.body.length,
        header,
        rows.body,
        dictionaryBlocks);
  }

  /** Any message. */
  public Crafted message(
      byte type,
      short version,
      long bodyLength,
      ToIntFunction<FlatBufferBuilder> header,
      byte[] body,
      List<long[]> blocks) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    builder.finish(
        Message.createMessage(builder, version, type, header.applyAsInt(builder), bodyLength, 0));
    return raw(builder.sizedByteArray(), body, bodyLength, blocks);
  }

  /** A message with this metadata. */
  public Crafted raw(byte[] metadata, byte[] body, long bodyLength, List<long[]> blocks) {
    int padded = (metadata.length + 7) & -8;
    if (blocks != null) {
      blocks.add(new long[] {out.size(), padded + 8L, bodyLength});
    }
    word(-1).word(padded);
    out.writeBytes(metadata);
    return bytes(padded - metadata.length).bytes(body);
  }

  /** Four bytes. */
  public Crafted word(int word) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(word).array());
    return this;
  }

  private Crafted bytes(int zeros) {
    return bytes(new byte[zeros]);
  }

  /** Any bytes. */
  public Crafted bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Another block in the footer than those of the messages. */
  public Crafted block(long offset, int metadata, long body) {
    batchBlocks.add(new long[] {offset, metadata, body});
    return this;
  }

  /** What there is so far. */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  /** The whole file, with its footer. */
  public byte[] file() {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int fields = schema.getSchema(builder);
    Footer.startDictionariesVector(builder, dictionaryBlocks.size());
    int dictionaries = blocks(builder, dictionaryBlocks);
    Footer.startRecordBatchesVector(builder, batchBlocks.size());
    int batches = blocks(builder, batchBlocks);
    builder.finish(
        Footer.createFooter(builder, MetadataVersion.V5, fields, dictionaries, batches, 0));
    byte[] footer = builder.sizedByteArray();
    return word(-1)
        .word(0)
        .bytes(footer)
        .word(footer.length)
        .bytes("ARROW1".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .toBytes();
  }

  /** The header of a record batch. */
  public static int build(Rows rows, FlatBufferBuilder builder) {
    return rows.build(builder);
  }

  private static int blocks(FlatBufferBuilder builder, List<long[]> blocks) {
    for (long[] block : blocks.reversed()) {
      Block.createBlock(builder, block[0], (int) block[1], block[2]);
    }
    return builder.endVector();
  }

  /**
   * The header of a record batch, and its body.
   *
   * @param nodes rows and nulls of each column
   * @param buffers offset and length of each buffer
   * @param codec -1 for none
   */
  public record Rows(long rows, long[][] nodes, long[][] buffers, int codec, byte[] body) {
    /** An int64 column without nulls. */
    public static Rows ofLongs(long... values) {
      ByteBuffer body = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
      body.asLongBuffer().put(values);
      return new Rows(
          values.length,
          new long[][] {{values.length, 0}},
          new long[][] {{0, 0}, {0, values.length * 8L}},
          -1,
          body.array());
    }

    /** A column of 32-bit offsets over some data. */
    public static Rows ofBytes(byte[] data, int... offsets) {
      int dataAt = (offsets.length * 4 + 7) & -8;
      ByteBuffer body =
          ByteBuffer.allocate((dataAt + data.length + 7) & -8).order(ByteOrder.LITTLE_ENDIAN);
      body.asIntBuffer().put(offsets);
      body.put(dataAt, data);
      int rows = offsets.length - 1;
      return new Rows(
          rows,
          new long[][] {{rows, 0}},
          new long[][] {{0, 0}, {0, offsets.length * 4L}, {dataAt, data.length}},
          -1,
          body.array());
    }

    public Rows withRows(long changed) {
      return new Rows(changed, nodes, buffers, codec, body);
    }

    public Rows withNodes(long[]... changed) {
      return new Rows(rows, changed, buffers, codec, body);
    }

    public Rows withBuffers(long[]... changed) {
      return new Rows(rows, nodes, changed, codec, body);
    }

    public Rows withCodec(int changed, byte[] changedBody) {
      return new Rows(rows, nodes, buffers, changed, changedBody);
    }

    int build(FlatBufferBuilder builder) {
      RecordBatch.startNodesVector(builder, nodes.length);
      for (long[] node : List.of(nodes).reversed()) {
        FieldNode.createFieldNode(builder, node[0], node[1]);
      }
      int nodesAt = builder.endVector();
      RecordBatch.startBuffersVector(builder, buffers.length);
      for (long[] buffer : List.of(buffers).reversed()) {
        Buffer.createBuffer(builder, buffer[0], buffer[1]);
      }
      int buffersAt = builder.endVector();
      int compression =
          codec < 0 ? 0 : BodyCompression.createBodyCompression(builder, (byte) codec, (byte) 0);
      return RecordBatch.createRecordBatch(builder, rows, nodesAt, buffersAt, compression, 0);
    }
  }
}
