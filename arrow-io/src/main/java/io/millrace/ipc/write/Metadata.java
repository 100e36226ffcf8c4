package io.millrace.ipc.write;

import com.google.flatbuffers.FlatBufferBuilder;
import io.millrace.ipc.format.Block;
import io.millrace.sink.Compression;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** The flatbuffers of messages and footers. */
final class Metadata {
  private Metadata() {}

  static ByteBuffer schema(Schema schema) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    return message(builder, MessageHeader.Schema, schema.getSchema(builder), 0);
  }

  static ByteBuffer records(long rows, BodyPlan body) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    return message(builder, MessageHeader.RecordBatch, batch(builder, rows, body), body.bytes());
  }

  static ByteBuffer dictionary(long id, boolean delta, long rows, BodyPlan body) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int values = batch(builder, rows, body);
    int dictionary = DictionaryBatch.createDictionaryBatch(builder, id, values, delta);
    return message(builder, MessageHeader.DictionaryBatch, dictionary, body.bytes());
  }

  static ByteBuffer footer(Schema schema, List<Block> dictionaries, List<Block> batches) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int fields = schema.getSchema(builder);
    Footer.startDictionariesVector(builder, dictionaries.size());
    int dictionaryBlocks = blocks(builder, dictionaries);
    Footer.startRecordBatchesVector(builder, batches.size());
    int batchBlocks = blocks(builder, batches);
    builder.finish(
        Footer.createFooter(builder, MetadataVersion.V5, fields, dictionaryBlocks, batchBlocks, 0));
    return builder.dataBuffer();
  }

  private static int blocks(FlatBufferBuilder builder, List<Block> blocks) {
    for (Block block : blocks.reversed()) {
      org.apache.arrow.flatbuf.Block.createBlock(
          builder, block.offset(), block.metadataBytes(), block.bodyBytes());
    }
    return builder.endVector();
  }

  private static int batch(FlatBufferBuilder builder, long rows, BodyPlan body) {
    RecordBatch.startNodesVector(builder, body.nodes().size());
    for (BodyPlan.Node node : body.nodes().reversed()) {
      FieldNode.createFieldNode(builder, node.rows(), node.nulls());
    }
    int nodes = builder.endVector();
    RecordBatch.startBuffersVector(builder, body.pieces().size());
    for (BodyPlan.Piece piece : body.pieces().reversed()) {
      Buffer.createBuffer(builder, piece.offset(), piece.length());
    }
    int buffers = builder.endVector();
    int compression = compression(builder, body.compression());
    return RecordBatch.createRecordBatch(builder, rows, nodes, buffers, compression, 0);
  }

  private static int compression(FlatBufferBuilder builder, Compression compression) {
    return switch (compression) {
      case NONE -> 0;
      case LZ4_FRAME -> compression(builder, CompressionType.LZ4_FRAME);
      case ZSTD -> compression(builder, CompressionType.ZSTD);
    };
  }

  private static int compression(FlatBufferBuilder builder, byte codec) {
    return BodyCompression.createBodyCompression(builder, codec, BodyCompressionMethod.BUFFER);
  }

  private static ByteBuffer message(
      FlatBufferBuilder builder, byte type, int header, long bodyBytes) {
    builder.finish(Message.createMessage(builder, MetadataVersion.V5, type, header, bodyBytes, 0));
    return builder.dataBuffer();
  }
}
