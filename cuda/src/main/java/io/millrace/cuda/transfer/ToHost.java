package io.millrace.cuda.transfer;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Vectors of the device as vectors of the CPU, in host scratch memory. Texts are packed on the
 * device first, so that only their own bytes travel. Blocks.
 */
public final class ToHost {
  private final CudaDevice device;
  private final Scratch scratch;

  /** A way into {@code scratch}, valid until that is reset. */
  public ToHost(CudaDevice device, Scratch scratch) {
    this.device = device;
    this.scratch = scratch;
  }

  /** A vector's ranges on the host, once they are there. */
  private record Landed(long values, long lengths, long validity) {}

  /** Texts packed on the device. */
  private record Packed(long address, long bytes) {}

  /** The vectors, all in one round trip, or two where there is text. */
  public CpuVec[] vectors(DeviceVec... vecs) {
    Packed[] packed = pack(vecs);
    long bytes = 0;
    for (int i = 0; i < vecs.length; i++) {
      bytes += 12L * vecs[i].length() + 2 * bitmapBytes(vecs[i].length());
      bytes += packed[i] == null ? 0 : packed[i].bytes();
    }
    device.downloads().begin(bytes, 3 * vecs.length);
    Landed[] landed = new Landed[vecs.length];
    for (int i = 0; i < vecs.length; i++) {
      landed[i] = add(vecs[i], packed[i]);
    }
    device.downloads().await();
    CpuVec[] result = new CpuVec[vecs.length];
    for (int i = 0; i < vecs.length; i++) {
      result[i] = read(vecs[i], landed[i], packed[i]);
    }
    return result;
  }

  private Packed[] pack(DeviceVec[] vecs) {
    long[] offsets = new long[vecs.length];
    int texts = 0;
    for (int i = 0; i < vecs.length; i++) {
      if (vecs[i] instanceof DeviceBytes text && text.length() > 0) {
        offsets[i] =
            PrefixSums.of32(device.kernels(), device.scratch(), text.lengths(), text.length());
        texts++;
      }
    }
    Packed[] packed = new Packed[vecs.length];
    if (texts == 0) {
      return packed;
    }
    device.downloads().begin(8L * texts, texts);
    long[] totals = new long[vecs.length];
    for (int i = 0; i < vecs.length; i++) {
      if (offsets[i] != 0) {
        totals[i] = device.downloads().add(offsets[i] + 8L * vecs[i].length(), 8);
      }
    }
    device.downloads().await();
    for (int i = 0; i < vecs.length; i++) {
      if (offsets[i] != 0) {
        long bytes = Raw.getLong(totals[i]);
        long at = PackedTexts.pack(device, (DeviceBytes) vecs[i], offsets[i], bytes);
        packed[i] = new Packed(at, bytes);
      }
    }
    return packed;
  }

  private Landed add(DeviceVec vec, Packed packed) {
    int rows = vec.length();
    long validity = vec.mayHaveNulls() ? bitmap(vec.validity(), rows) : 0;
    return switch (vec) {
      case DeviceLongs longs -> new Landed(words(longs.values(), rows), 0, validity);
      case DeviceDoubles doubles -> new Landed(words(doubles.values(), rows), 0, validity);
      case DeviceBools bools -> new Landed(bitmap(bools.bits(), rows), 0, validity);
      case DeviceBytes text -> {
        long bytes = packed == null ? 0 : device.downloads().add(packed.address(), packed.bytes());
        long lengths = device.downloads().add(text.lengths(), 4L * rows);
        yield new Landed(bytes, lengths, validity);
      }
    };
  }

  private long words(long address, int rows) {
    return device.downloads().add(address, 8L * rows);
  }

  private long bitmap(long address, int rows) {
    return device.downloads().add(address, bitmapBytes(rows));
  }

  private CpuVec read(DeviceVec vec, Landed landed, Packed packed) {
    int rows = vec.length();
    long[] validity = vec.mayHaveNulls() ? bits(landed.validity(), rows) : null;
    return switch (vec) {
      case DeviceLongs longs -> {
        long[] values = scratch.longs(rows);
        Raw.copy(landed.values(), values, 0, rows);
        yield new LongVec(longs.type(), rows, values, validity);
      }
      case DeviceDoubles doubles -> {
        double[] values = scratch.doubles(rows);
        Raw.copy(landed.values(), values, 0, rows);
        yield new DoubleVec(doubles.type(), rows, values, validity);
      }
      case DeviceBools _ -> new BoolVec(rows, bits(landed.values(), rows), validity);
      case DeviceBytes text -> texts(text, landed, packed, validity);
    };
  }

  private long[] bits(long address, int rows) {
    long[] words = scratch.words(rows);
    Raw.copy(address, words, 0, (rows + 63) / 64);
    return words;
  }

  private BytesVec texts(DeviceBytes text, Landed landed, Packed packed, long[] validity) {
    int rows = text.length();
    long bytes = packed == null ? 0 : packed.bytes();
    long at = scratch.bytes(bytes);
    Raw.copy(landed.values(), at, bytes);
    int[] lengths = ints(landed.lengths(), rows);
    long[] addresses = scratch.longs(rows);
    for (int row = 0; row < rows; row++) {
      addresses[row] = at;
      at += lengths[row];
    }
    return new BytesVec(text.type(), rows, addresses, lengths, validity);
  }

  private int[] ints(long address, int count) {
    int[] values = scratch.ints(count);
    MemorySegment.copy(Raw.ALL, ValueLayout.JAVA_INT_UNALIGNED, address, values, 0, count);
    return values;
  }
}
