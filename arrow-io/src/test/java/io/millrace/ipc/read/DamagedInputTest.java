package io.millrace.ipc.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.DataException;
import io.millrace.ipc.table.Batches;
import io.millrace.ipc.table.Encoded;
import io.millrace.ipc.table.RandomValues;
import io.millrace.ipc.table.Stock;
import io.millrace.ipc.table.Table;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeded damage to valid files and streams, half of it to their lengths and offsets. Whatever comes
 * out, it is either a batch that keeps its promises or a {@link DataException}; no byte stays
 * allocated, and no more than the limit ever is. {@code -Dmillrace.fuzz.inputs} and {@code
 * -Dmillrace.fuzz.seed} make the run longer, or another one.
 */
class DamagedInputTest {
  private static final int INPUTS = Integer.getInteger("millrace.fuzz.inputs", 20_000);
  private static final long SEED = Long.getLong("millrace.fuzz.seed", 20260101);

  @TempDir Path folder;

  private record Original(
      String name, byte[] bytes, boolean stream, List<FlatTargets.Target> targets) {
    Original(String name, byte[] bytes, boolean stream) {
      this(name, bytes, stream, FlatTargets.of(bytes));
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void isReadRightOrRefused() throws IOException {
    List<Original> originals = originals();
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      Original original = originals.get(i % originals.size());
      Mutations mutations = new Mutations(random);
      byte[] damaged =
          random.nextBoolean()
              ? mutations.damage(original.bytes)
              : mutations.edit(original.bytes, original.targets);
      refused +=
          check(damaged, original.stream && random.nextBoolean(), original.name + ", input " + i);
    }
    assertThat(refused).isBetween(INPUTS / 4, INPUTS - INPUTS / 100);
  }

  @Test
  void theWordsThatAreEditedAreThere() throws IOException {
    for (Original original : originals()) {
      assertThat(original.targets).as(original.name).hasSizeGreaterThan(100);
      assertThat(original.targets)
          .allMatch(
              target -> target.at() >= 0 && target.at() + target.width() <= original.bytes.length);
    }
  }

  /** Returns 1 if the input was refused. */
  private int check(byte[] bytes, boolean channel, String name) {
    long limit = bytes.length + 4 * IpcLimitsForTest.MEMORY;
    int refused = 0;
    try (BufferAllocator allocator = new RootAllocator(limit)) {
      try (IpcReader reader = open(bytes, channel, allocator)) {
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          try (Batch closing = batch) {
            assertKeepsPromises(closing);
          }
        }
      } catch (DataException e) {
        assertThat(e.getMessage()).contains("byte=");
        refused = 1;
      }
      assertThat(allocator.getAllocatedMemory()).as(name).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(name, e);
    }
    return refused;
  }

  private IpcReader open(byte[] bytes, boolean channel, BufferAllocator allocator)
      throws IOException {
    if (channel) {
      return IpcStreamReader.open(
          Channels.newChannel(new ByteArrayInputStream(bytes)),
          "peer",
          allocator,
          IpcLimitsForTest.OPTIONS);
    }
    Path path = folder.resolve("damaged");
    Files.deleteIfExists(path);
    Files.write(path, bytes);
    return IpcReaders.open(path, allocator, IpcLimitsForTest.OPTIONS);
  }

  private static void assertKeepsPromises(Batch batch) {
    Table table = Batches.table(batch);
    for (int i = 0; i < batch.columns().size(); i++) {
      Column column = batch.column(i);
      if (column.type().kind().isText()) {
        for (byte[] value : table.columns().get(i)) {
          requireText(value);
        }
      }
      if (column.isDictionaryEncoded()) {
        requireIndices(column);
      }
    }
  }

  private static void requireText(byte[] value) {
    if (value != null) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      } catch (CharacterCodingException e) {
        throw new AssertionError("text that is no UTF-8", e);
      }
    }
  }

  /** In range under nulls as well. */
  private static void requireIndices(Column column) {
    for (int row = 0; row < column.length(); row++) {
      assertThat(Batches.index(column, row)).isBetween(0L, column.dictionary().length() - 1L);
    }
  }

  private List<Original> originals() throws IOException {
    List<Original> originals = new ArrayList<>();
    List<Field> all = RandomValues.allTypes();
    try (BufferAllocator allocator = new RootAllocator()) {
      for (boolean stream : new boolean[] {true, false}) {
        for (CodecType codec :
            List.of(CodecType.NO_COMPRESSION, CodecType.ZSTD, CodecType.LZ4_FRAME)) {
          originals.add(stock(all, stream, codec, allocator));
          originals.add(stock(all.subList(11, 14), stream, codec, allocator));
        }
      }
      originals.add(
          new Original("dictionaries", dictionaries(all.subList(8, 14), allocator), true));
      originals.add(
          new Original("one dictionary", dictionaries(all.subList(11, 12), allocator), true));
    }
    return originals;
  }

  private Original stock(
      List<Field> fields, boolean stream, CodecType codec, BufferAllocator allocator)
      throws IOException {
    Random random = new Random(fields.size());
    List<Table> tables = new ArrayList<>();
    for (int rows : new int[] {30, 0, 9}) {
      tables.add(Table.random(random, fields, rows, 0.3));
    }
    Path path = folder.resolve("original");
    Stock.write(path, stream, codec, allocator, tables);
    return new Original(
        fields.size() + " columns, " + codec + ", stream=" + stream,
        Files.readAllBytes(path),
        stream);
  }

  /** A stream with dictionaries that are sent, extended and replaced. */
  private byte[] dictionaries(List<Field> fields, BufferAllocator allocator) throws IOException {
    Path path = folder.resolve("dictionaries");
    List<Batch> batches = new ArrayList<>();
    Encoded.Values values = new Encoded.Values();
    for (int i = 0; i < 4; i++) {
      Table table = Table.random(new Random(i), fields, 12, 0.3);
      try (Encoded encoded =
          Encoded.of(table, Kind.INT32, i == 3 ? new Encoded.Values() : values, -1, allocator)) {
        batches.add(ArrowBatches.of(encoded.root(), encoded.dictionaries()));
      }
    }
    try (FileChannel channel =
            FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        IpcStreamWriter writer =
            new IpcStreamWriter(channel, WriteLayout.like(batches.getFirst()), allocator)) {
      for (Batch batch : batches) {
        writer.write(batch);
      }
      writer.finish();
    }
    batches.forEach(Batch::close);
    return Files.readAllBytes(path);
  }
}
