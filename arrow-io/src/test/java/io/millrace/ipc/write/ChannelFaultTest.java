package io.millrace.ipc.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.ipc.table.RandomValues;
import io.millrace.ipc.table.Roots;
import io.millrace.ipc.table.Stock;
import io.millrace.ipc.table.Table;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels that take a little at a time, or fail in the middle. */
class ChannelFaultTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final Table table = Table.random(new Random(1), RandomValues.allTypes(), 300, 0.3);

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  /** Takes at most seven bytes a call, and fails as a full disk does once it has its fill. */
  private static final class Narrow implements GatheringByteChannel {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final int fill;

    Narrow(int fill) {
      this.fill = fill;
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
      if (taken.size() >= fill) {
        throw new IOException("No space left on device");
      }
      int bytes = Math.min(7, buffer.remaining());
      for (int i = 0; i < bytes; i++) {
        taken.write(buffer.get());
      }
      return bytes;
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
      int at = offset;
      while (at < offset + length - 1 && !buffers[at].hasRemaining()) {
        at++;
      }
      return write(buffers[at]);
    }

    @Override
    public long write(ByteBuffer[] buffers) throws IOException {
      return write(buffers, 0, buffers.length);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private void write(Narrow channel) throws IOException {
    try (VectorSchemaRoot root = Roots.root(table, allocator);
        Batch batch = ArrowBatches.of(root, null);
        Batch slice = batch.slice(3, 290);
        IpcFileWriter writer = new IpcFileWriter(channel, WriteLayout.like(batch), allocator)) {
      writer.write(slice);
      writer.finish();
    }
  }

  @Test
  void partialWritesAreContinued() throws IOException {
    Narrow channel = new Narrow(Integer.MAX_VALUE);
    write(channel);
    Path path = folder.resolve("narrow.arrow");
    Files.write(path, channel.taken.toByteArray());
    table.slice(3, 290).assertSame(Stock.read(path, false, allocator).getFirst());
  }

  @Test
  void aFullDiskIsAnErrorAndLeavesNothing() throws IOException {
    Narrow whole = new Narrow(Integer.MAX_VALUE);
    write(whole);
    for (int fill = 0; fill < whole.taken.size(); fill += 999) {
      Narrow channel = new Narrow(fill);
      assertThatThrownBy(() -> write(channel))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void aBatchOfOtherColumnsIsRefused() throws IOException {
    Table other = Table.random(new Random(1), List.of(DataType.INT64.field("n")), 3, 0);
    try (VectorSchemaRoot root = Roots.root(other, allocator);
        Batch batch = ArrowBatches.of(root, null);
        IpcFileWriter writer =
            new IpcFileWriter(
                new Narrow(Integer.MAX_VALUE), WriteLayout.plain(table.schema()), allocator)) {
      assertThatThrownBy(() -> writer.write(batch))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("found=[int64]");
    }
  }
}
