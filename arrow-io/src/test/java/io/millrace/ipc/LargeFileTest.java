package io.millrace.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.read.IpcFileReader;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.ipc.write.IpcFileWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file beyond 2 GiB, with one buffer that is; sparse, so that it takes little of the disk. */
class LargeFileTest {
  private static final int ROWS = 300_000_000;
  private static final long BYTES = 8L * ROWS;
  private static final Schema SCHEMA = new Schema(List.of(DataType.INT64.field("n")));

  @TempDir Path folder;

  /** Writes what is small, and leaves a hole for what is large and known to be zeros. */
  private record Holes(FileChannel file) implements GatheringByteChannel {
    private static final int LARGE = 1 << 20;

    @Override
    public int write(ByteBuffer from) throws IOException {
      int bytes = from.remaining();
      if (bytes >= LARGE) {
        file.position(file.position() + bytes);
        from.position(from.limit());
        return bytes;
      }
      return file.write(from);
    }

    @Override
    public long write(ByteBuffer[] from, int first, int count) throws IOException {
      long bytes = 0;
      for (int i = first; i < first + count; i++) {
        bytes += write(from[i]);
      }
      return bytes;
    }

    @Override
    public long write(ByteBuffer[] from) throws IOException {
      return write(from, 0, from.length);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** Zeros that nobody touches, so that no memory stands behind them. */
  private Batch zeros(Arena arena, BufferAllocator allocator) throws IOException {
    Path hole = folder.resolve("hole");
    try (FileChannel file =
        FileChannel.open(
            hole,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), BYTES - 1);
      MemorySegment memory = file.map(FileChannel.MapMode.READ_ONLY, 0, BYTES, arena);
      ArrowBuf data =
          allocator.wrapForeignAllocation(
              new ForeignAllocation(BYTES, memory.address()) {
                @Override
                protected void release0() {
                  // the arena unmaps it
                }
              });
      Column column = Column.of(DataType.INT64, ROWS, 0, null, null, data);
      return Batch.owning(SCHEMA, ROWS, List.of(column));
    }
  }

  private static Batch one(long value, BufferAllocator allocator) {
    ArrowBuf data = allocator.buffer(8);
    data.setLong(0, value);
    return Batch.owning(SCHEMA, 1, List.of(Column.of(DataType.INT64, 1, 0, null, null, data)));
  }

  @Test
  void isWrittenAndReadInPlace() throws IOException {
    Path path = folder.resolve("large.arrow");
    try (Arena arena = Arena.ofConfined();
        BufferAllocator allocator = new RootAllocator();
        FileChannel file =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try (IpcFileWriter writer =
              new IpcFileWriter(new Holes(file), WriteLayout.plain(SCHEMA), allocator);
          Batch zeros = zeros(arena, allocator);
          Batch first = one(7, allocator);
          Batch last = one(-7, allocator)) {
        writer.write(first);
        writer.write(zeros);
        writer.write(last);
        writer.finish();
        assertThat(writer.bytesCopied()).isZero();
      }
      assertThat(file.size()).isGreaterThan(BYTES);
      try (IpcFileReader reader = IpcFileReader.open(path, allocator, ReadOptions.DEFAULT);
          Batch first = reader.read(0);
          Batch zeros = reader.read(1);
          Batch last = reader.read(2)) {
        assertThat(first.column(0).data().getLong(0)).isEqualTo(7);
        assertThat(zeros.rows()).isEqualTo(ROWS);
        assertThat(zeros.column(0).data().getLong(0)).isZero();
        assertThat(zeros.column(0).data().getLong(BYTES - 8)).isZero();
        assertThat(last.column(0).data().getLong(0)).isEqualTo(-7);
        assertThat(reader.bytesCopied()).isZero();
      }
    }
  }
}
