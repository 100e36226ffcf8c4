package io.millrace.cuda.build;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.memory.Departure;
import io.millrace.cuda.transfer.PackedTexts;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.build.BuiltSchema;
import io.millrace.kernels.cpu.build.GrowingBuffer;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Text and binary: packed on the device, with offsets that go on where the last chunk's end. */
final class TextColumn extends DeviceColumn {
  private final DataType type;
  private final GrowingBuffer offsets;
  private final GrowingBuffer data;

  /** Bytes of the chunks before. */
  private long bytes;

  private int rows;
  private long before;
  private long added;
  private long offsetsAt;
  private long dataAt;

  TextColumn(CudaDevice device, DataType type, BufferAllocator allocator) {
    super(device, allocator);
    this.type = type;
    this.offsets = new GrowingBuffer(allocator);
    this.data = new GrowingBuffer(allocator);
  }

  @Override
  long begin(DeviceVec vec) {
    rows = vec.length();
    long lengths = ((DeviceBytes) vec).lengths();
    before = PrefixSums.of32(device().kernels(), device().scratch(), lengths, rows);
    return before + 8L * rows;
  }

  @Override
  long size(long total) {
    added = total;
    BuiltSchema.requireOffsets(type, bytes + added);
    return added + (rows + 1L) * type.kind().width();
  }

  @Override
  void queueValues(DeviceVec vec, Departure departure) {
    long packed = PackedTexts.pack(device(), (DeviceBytes) vec, before, added);
    boolean narrow = type.kind().width() == Integer.BYTES;
    long size = (rows + 1L) * type.kind().width();
    long moved = device().scratch().take(size);
    device()
        .kernels()
        .overRows(
            KernelFile.NARROW,
            narrow ? "narrow_offsets" : "wide_offsets",
            rows + 1,
            before,
            bytes,
            moved);
    offsetsAt = departure.add(moved, size);
    dataAt = departure.add(packed, added);
  }

  @Override
  void landValues(int earlier, int count) {
    long width = type.kind().width();
    long used = earlier == 0 ? 0 : (earlier + 1L) * width;
    long size = (count + 1L) * width;
    long first = earlier * width;
    Raw.copy(offsetsAt, offsets.reserve(used, first + size) + first, size);
    Raw.copy(dataAt, data.reserve(bytes, bytes + added) + bytes, added);
    bytes += added;
  }

  @Override
  Column build(int total) {
    Column column =
        Column.of(
            type,
            total,
            validity().nulls(),
            validity().view(total),
            offsets.view((total + 1L) * type.kind().width()),
            data.view(bytes));
    validity().release();
    offsets.release();
    data.release();
    bytes = 0;
    return column;
  }

  @Override
  public void close() {
    super.close();
    offsets.close();
    data.close();
    bytes = 0;
  }
}
