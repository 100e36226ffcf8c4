package io.millrace.ipc.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.ipc.table.Batches;
import io.millrace.ipc.table.Crafted;
import io.millrace.ipc.table.Crafted.Rows;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One stream for each rule that a stream can break, read from a map and from a channel. */
class HostileStreamTest {
  private static final Field LONGS = DataType.INT64.field("n");
  private static final Field TEXT = DataType.UTF8.field("t");
  private static final long[] NONE = {0, 0};

  private final BufferAllocator allocator = new RootAllocator();

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
            frames(), schemas(), counts(), buffers(), contents(), dictionaries(), compression())
        .flatMap(cases -> cases);
  }

  private static Arguments wrong(String rule, Crafted crafted) {
    return Arguments.of(rule, crafted.toBytes());
  }

  private static Crafted longs(Rows rows) {
    return Crafted.stream().schema(LONGS).batch(rows);
  }

  private static Crafted text(Rows rows) {
    return Crafted.stream().schema(TEXT).batch(rows);
  }

  private static Stream<Arguments> frames() {
    Rows rows = Rows.ofLongs(1, 2, 3);
    return Stream.of(
        wrong("begins with a continuation word", Crafted.stream().word(120).word(0)),
        wrong(
            "length within the limit, a multiple of 8", Crafted.stream().word(-1).word(0x7ffffff0)),
        wrong("length within the limit, a multiple of 8", Crafted.stream().word(-1).word(-8)),
        wrong("length within the limit, a multiple of 8", Crafted.stream().word(-1).word(12)),
        wrong(
            "ends between messages|must lie within its file",
            Crafted.stream().word(-1).word(4096).word(0)),
        wrong("ends between messages", Crafted.stream().word(-1)),
        wrong("begins with its schema", Crafted.stream().batch(rows)),
        wrong("begins with its schema", Crafted.stream().word(-1).word(0)),
        wrong("one schema, at its beginning", longs(rows).schema(LONGS)),
        wrong(
            "versions V4 and V5",
            batchAs(MessageHeader.RecordBatch, MetadataVersion.V3, rows.body().length)),
        wrong(
            "a dictionary or a record batch",
            batchAs(MessageHeader.Tensor, MetadataVersion.V5, 24)),
        wrong("must have its parts", batchAs(MessageHeader.RecordBatch, MetadataVersion.V5, -1)),
        wrong("length is not negative", batchAs(MessageHeader.RecordBatch, MetadataVersion.V5, -8)),
        wrong(
            "must lie within its file|ends between messages",
            batchAs(MessageHeader.RecordBatch, MetadataVersion.V5, 1 << 20)),
        wrong(
            "must lie within its file|limit of memory",
            batchAs(MessageHeader.RecordBatch, MetadataVersion.V5, Long.MAX_VALUE)));
  }

  /** A batch under some other header; a body of -1 leaves the header out. */
  private static Crafted batchAs(byte type, short version, long body) {
    Rows rows = Rows.ofLongs(1, 2, 3);
    Crafted stream = Crafted.stream().schema(LONGS);
    return stream.message(
        type,
        version,
        body == -1 ? 24 : body,
        builder -> body == -1 ? 0 : Crafted.build(rows, builder),
        rows.body(),
        null);
  }

  private static Stream<Arguments> schemas() {
    Stream<ArrowType> refused =
        Stream.of(
            ArrowType.Null.INSTANCE,
            new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
            new ArrowType.Decimal(10, 2, 128),
            new ArrowType.Time(TimeUnit.SECOND, 32),
            new ArrowType.Interval(IntervalUnit.DAY_TIME),
            new ArrowType.FixedSizeBinary(4),
            ArrowType.Utf8View.INSTANCE,
            ArrowType.BinaryView.INSTANCE,
            ArrowType.List.INSTANCE,
            ArrowType.LargeList.INSTANCE,
            ArrowType.ListView.INSTANCE,
            new ArrowType.FixedSizeList(2),
            ArrowType.Struct.INSTANCE,
            new ArrowType.Map(false),
            new ArrowType.Union(UnionMode.Dense, new int[0]),
            ArrowType.RunEndEncoded.INSTANCE);
    Stream<Arguments> types =
        refused.map(
            type ->
                wrong(
                    "type that Millrace computes with.*column=odd, type=" + type.getTypeID().name(),
                    Crafted.stream()
                        .schema(new Field("odd", FieldType.nullable(type), List.of()))));
    Field child = new Field("n", FieldType.nullable(DataType.INT64.toArrow()), List.of(TEXT));
    Field[] many =
        Stream.generate(() -> LONGS).limit(IpcLimitsForTest.COLUMNS + 1).toArray(Field[]::new);
    return Stream.concat(
        types,
        Stream.of(
            wrong("has no children", Crafted.stream().schema(child)),
            wrong("limit of columns", Crafted.stream().schema(many)),
            wrong("Only little-endian", bigEndian()),
            wrong("must not unfold", sharedText()),
            wrong("references lead forward", referenceTo(0)),
            wrong("references lead forward|within it", referenceTo(0x7fffffff)),
            wrong(
                "share a dictionary have its type",
                Crafted.stream()
                    .schema(encoded("a", DataType.UTF8, 7), encoded("b", DataType.INT64, 7)))));
  }

  private static Crafted bigEndian() {
    return Crafted.stream()
        .message(
            MessageHeader.Schema,
            MetadataVersion.V5,
            0,
            builder ->
                org.apache.arrow.flatbuf.Schema.createSchema(
                    builder,
                    (short) 1,
                    org.apache.arrow.flatbuf.Schema.createFieldsVector(builder, new int[0]),
                    0,
                    0),
            new byte[0],
            null);
  }

  /** Ten thousand pairs of metadata that are all the same long text. */
  private static Crafted sharedText() {
    return Crafted.stream()
        .message(
            MessageHeader.Schema,
            MetadataVersion.V5,
            0,
            builder -> {
              int text = builder.createString("x".repeat(10_000));
              int pair = KeyValue.createKeyValue(builder, text, text);
              int[] pairs = new int[10_000];
              java.util.Arrays.fill(pairs, pair);
              int metadata =
                  org.apache.arrow.flatbuf.Schema.createCustomMetadataVector(builder, pairs);
              int fields = org.apache.arrow.flatbuf.Schema.createFieldsVector(builder, new int[0]);
              return org.apache.arrow.flatbuf.Schema.createSchema(
                  builder, (short) 0, fields, metadata, 0);
            },
            new byte[0],
            null);
  }

  private static Crafted referenceTo(int offset) {
    byte[] metadata = new byte[64];
    java.nio.ByteBuffer.wrap(metadata).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(0, offset);
    return Crafted.stream().raw(metadata, new byte[0], 0, null);
  }

  private static Field encoded(String name, DataType type, long id) {
    DictionaryEncoding encoding = new DictionaryEncoding(id, false, new ArrowType.Int(64, true));
    return new Field(name, new FieldType(true, type.toArrow(), encoding), List.of());
  }

  private static Stream<Arguments> counts() {
    Rows rows = Rows.ofLongs(1, 2, 3);
    long[] data = {0, 24};
    return Stream.of(
        wrong("nodes and buffers of its schema", longs(rows.withNodes())),
        wrong(
            "nodes and buffers of its schema",
            longs(rows.withNodes(new long[] {3, 0}, new long[] {3, 0}))),
        wrong("nodes and buffers of its schema", longs(rows.withBuffers(data))),
        wrong("nodes and buffers of its schema", longs(rows.withBuffers(NONE, data, data))),
        wrong("as many rows as its batch", longs(rows.withNodes(new long[] {2, 0}))),
        wrong("as many rows as its batch", longs(rows.withNodes(new long[] {-1, 0}))),
        wrong("from 0 to 2147483647 rows", longs(rows.withRows(-1))),
        wrong("from 0 to 2147483647 rows", longs(rows.withRows(1L << 31))),
        wrong("null count is what its validity says", longs(rows.withNodes(new long[] {3, 1}))),
        wrong("null count is what its validity says", longs(rows.withNodes(new long[] {3, -1}))),
        wrong("null count is what its validity says", longs(rows.withNodes(new long[] {3, 4}))),
        wrong(
            "null count is what its validity says",
            longs(rows.withNodes(new long[] {3, 0}).withBuffers(new long[] {16, 1}, data))));
  }

  private static Stream<Arguments> buffers() {
    Rows rows = Rows.ofLongs(1, 2, 3);
    long[][] outside = {
      {-8, 24},
      {0, -1},
      {8, 24},
      {4, 8},
      {Long.MAX_VALUE - 7, 24},
      {8, Long.MAX_VALUE},
      {Long.MIN_VALUE, Long.MIN_VALUE},
      {32, 0}
    };
    Stream<Arguments> places =
        Stream.of(outside)
            .map(
                buffer ->
                    wrong("within its message's body", longs(rows.withBuffers(NONE, buffer))));
    Stream<Arguments> kinds =
        Stream.of(Kind.values())
            .filter(kind -> kind != Kind.TIMESTAMP && kind != Kind.DURATION)
            .map(
                kind -> {
                  long[] node = {1000, 0};
                  long[][] buffers =
                      kind.width() > 0 && isBytes(kind)
                          ? new long[][] {NONE, NONE, NONE}
                          : new long[][] {NONE, NONE};
                  Rows empty = new Rows(1000, new long[][] {node}, buffers, -1, new byte[0]);
                  return wrong(
                      "must hold its column's rows",
                      Crafted.stream().schema(DataType.of(kind).field("c")).batch(empty));
                });
    return Stream.concat(places, kinds);
  }

  private static boolean isBytes(Kind kind) {
    return kind.isText() || kind == Kind.BINARY || kind == Kind.LARGE_BINARY;
  }

  private static Stream<Arguments> contents() {
    byte[] abc = "abcdef".getBytes(StandardCharsets.US_ASCII);
    byte[] wave = "a\u00e9\ud83c\udf0a".getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        wrong("never fall.*row=0, offset=-1", text(Rows.ofBytes(abc, -1, 2, 4))),
        wrong("never fall.*row=2, offset=1", text(Rows.ofBytes(abc, 0, 2, 1, 4))),
        wrong("never fall", text(Rows.ofBytes(abc, Integer.MAX_VALUE, Integer.MIN_VALUE, 4))),
        wrong("buffer=data, bytes=6, needed=7", text(Rows.ofBytes(abc, 0, 3, 7))),
        wrong("must be UTF-8", text(Rows.ofBytes(new byte[] {'a', (byte) 0xFF}, 0, 2))),
        wrong("must be UTF-8", text(Rows.ofBytes(new byte[] {(byte) 0xC0, (byte) 0x80}, 0, 2))),
        wrong(
            "must be UTF-8",
            text(Rows.ofBytes(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, 0, 3))),
        wrong(
            "must be UTF-8",
            text(
                Rows.ofBytes(
                    new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, 0, 4))),
        wrong("must be UTF-8", text(Rows.ofBytes(wave, 0, 5))),
        wrong("inside a character.*row=1", text(Rows.ofBytes(wave, 0, 2, 7))));
  }

  private static Stream<Arguments> dictionaries() {
    Field field = encoded("d", DataType.INT64, 7);
    Rows values = Rows.ofLongs(10, 20);
    Rows good = Rows.ofLongs(0, 1);
    return Stream.of(
        wrong(
            "index must point into its dictionary.*row=1, index=2",
            Crafted.stream().schema(field).dictionary(7, false, values).batch(Rows.ofLongs(0, 2))),
        wrong(
            "index must point into its dictionary.*index=-1",
            Crafted.stream().schema(field).dictionary(7, false, values).batch(Rows.ofLongs(0, -1))),
        wrong("dictionary=absent", Crafted.stream().schema(field).batch(good)),
        wrong(
            "belongs to a column",
            Crafted.stream().schema(field).dictionary(8, false, values).batch(good)),
        wrong(
            "follows the dictionary that it extends",
            Crafted.stream().schema(field).dictionary(7, true, values)),
        wrong(
            "nodes and buffers of its schema",
            Crafted.stream().schema(field).dictionary(7, false, Rows.ofBytes(new byte[1], 0, 1))));
  }

  private static Stream<Arguments> compression() {
    Rows rows = Rows.ofLongs(1, 2, 3);
    return Stream.of(
        wrong("LZ4 frames or zstd", longs(rows.withCodec(2, new byte[24]))),
        wrong("is what its column's rows need", longs(rows.withCodec(1, new byte[24]))),
        wrong("is what its column's rows need", longs(rows.withCodec(1, packed(-2)))),
        wrong("is what its column's rows need", longs(rows.withCodec(1, packed(Long.MAX_VALUE)))),
        wrong("is what its column's rows need", longs(rows.withCodec(0, packed(23)))),
        wrong("bytes=16, needed=24", longs(rows.withCodec(0, packed(-1)))),
        wrong("must decompress to its length", longs(rows.withCodec(0, packed(24)))),
        wrong("must decompress to its length", longs(rows.withCodec(1, packed(24)))),
        wrong(
            "must hold its column's rows",
            longs(rows.withCodec(1, packed(24)).withBuffers(NONE, new long[] {0, 4}))));
  }

  private static byte[] packed(long declared) {
    return java.nio.ByteBuffer.allocate(24)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putLong(declared)
        .array();
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("malformed")
  void isRefused(String rule, byte[] bytes) throws IOException {
    Path path = folder.resolve("hostile.arrows");
    Files.write(path, bytes);
    assertThatThrownBy(() -> readMapped(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("byte=")
        .message()
        .containsPattern(rule);
    assertThat(allocator.getAllocatedMemory()).isZero();
    assertThatThrownBy(() -> readChannel(bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("input=peer")
        .message()
        .containsPattern(rule);
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  private void readMapped(Path path) throws IOException {
    try (IpcReader reader = IpcStreamReader.open(path, allocator, IpcLimitsForTest.OPTIONS)) {
      readAll(reader);
    }
  }

  private void readChannel(byte[] bytes) throws IOException {
    try (IpcReader reader =
        IpcStreamReader.open(
            Channels.newChannel(new ByteArrayInputStream(bytes)),
            "peer",
            allocator,
            IpcLimitsForTest.OPTIONS)) {
      readAll(reader);
    }
  }

  static void readAll(IpcReader reader) throws IOException {
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      try (Batch closing = batch) {
        Batches.table(closing);
      }
    }
  }
}
