package io.millrace.cuda.build;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.memory.Departure;
import io.millrace.cuda.transfer.PackedTexts;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.cpu.build.BuiltSchema;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Text and binary: packed on the device, with offsets that go on where the last chunk's end. */
final class TextColumn extends DeviceColumn {
  private int rows;
  private long before;
  private long added;
  private long offsetsAt;
  private long dataAt;

  TextColumn(CudaDevice device, DataType type, BufferAllocator allocator) {
    super(device, type, allocator);
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
    BuiltSchema.requireOffsets(buffers().type(), buffers().textBytes() + added);
    return added + (rows + 1L) * width();
  }

  private int width() {
    return buffers().type().kind().width();
  }

  @Override
  void queueValues(DeviceVec vec, Departure departure) {
    long packed = PackedTexts.pack(device(), (DeviceBytes) vec, before, added);
    boolean narrow = width() == Integer.BYTES;
    long size = (rows + 1L) * width();
    long moved = device().scratch().take(size);
    device()
        .kernels()
        .overRows(
            KernelFile.NARROW,
            narrow ? "narrow_offsets" : "wide_offsets",
            rows + 1,
            before,
            buffers().textBytes(),
            moved);
    offsetsAt = departure.add(moved, size);
    dataAt = departure.add(packed, added);
  }

  @Override
  void landValues(int earlier, int count) {
    long width = width();
    long used = earlier == 0 ? 0 : (earlier + 1L) * width;
    long size = (count + 1L) * width;
    long first = earlier * width;
    Raw.copy(offsetsAt, buffers().offsets().reserve(used, first + size) + first, size);
    long bytes = buffers().textBytes();
    Raw.copy(dataAt, buffers().data().reserve(bytes, bytes + added) + bytes, added);
    buffers().addTextBytes(added);
  }
}
