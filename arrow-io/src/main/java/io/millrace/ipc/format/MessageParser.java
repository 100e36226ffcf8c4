package io.millrace.ipc.format;

import io.millrace.sink.Compression;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;

/** Reads the metadata of a message. */
public final class MessageParser {
  private static final int VERSION = 0;
  private static final int HEADER_TYPE = 1;
  private static final int HEADER = 2;
  private static final int BODY_LENGTH = 3;

  private static final int NODE_BYTES = 16;
  private static final int BUFFER_BYTES = 16;

  private MessageParser() {}

  /**
   * Parses metadata.
   *
   * @param bytes a copy of the metadata, padding included
   * @param at where in the input it begins
   * @throws io.millrace.error.DataException if it is malformed, or of a kind that is not read
   */
  public static Message parse(byte[] bytes, long at, Origin origin, IpcLimits limits) {
    FlatTable message = new FlatBytes(bytes, at, origin).root();
    requireVersion(message, message.getShort(VERSION, 0));
    long body = message.getLong(BODY_LENGTH);
    if (body < 0) {
      throw message.wrong("A body's length is not negative", "body=" + body);
    }
    int type = message.getByte(HEADER_TYPE, 0);
    FlatTable header = message.requireTable(HEADER, "header");
    return switch (type) {
      case MessageHeader.Schema -> new Message.OfSchema(SchemaParser.parse(header, limits), body);
      case MessageHeader.RecordBatch -> new Message.OfRecords(records(header), body);
      case MessageHeader.DictionaryBatch ->
          new Message.OfDictionary(
              header.getLong(0),
              header.getBoolean(2),
              records(header.requireTable(1, "values")),
              body);
      default ->
          throw message.wrong(
              "A message is a schema, a dictionary or a record batch", "header type=" + type);
    };
  }

  static void requireVersion(FlatTable table, int version) {
    if (version != MetadataVersion.V4 && version != MetadataVersion.V5) {
      throw table.wrong(
          "Only the versions V4 and V5 of the metadata are read", "version=V" + (version + 1));
    }
  }

  private static Message.Records records(FlatTable table) {
    long rows = table.getLong(0);
    if (rows < 0 || rows > Integer.MAX_VALUE) {
      throw table.wrong("A batch has from 0 to " + Integer.MAX_VALUE + " rows", "rows=" + rows);
    }
    if (table.getStructs(4, Long.BYTES).size() > 0) {
      throw table.wrong("Counts of variadic buffers belong to views, which are not read", "");
    }
    return new Message.Records(
        rows,
        table.getStructs(1, NODE_BYTES),
        table.getStructs(2, BUFFER_BYTES),
        compression(table.getTable(3)));
  }

  private static Compression compression(FlatTable table) {
    if (table == null) {
      return Compression.NONE;
    }
    int codec = table.getByte(0, 0);
    int method = table.getByte(1, 0);
    if (codec < 0 || codec > 1 || method != 0) {
      throw table.wrong(
          "Bodies are compressed buffer by buffer, with LZ4 frames or zstd",
          "codec=" + codec + ", method=" + method);
    }
    return codec == 0 ? Compression.LZ4_FRAME : Compression.ZSTD;
  }
}
