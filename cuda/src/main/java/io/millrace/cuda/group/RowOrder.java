package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.Kernels;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;

/**
 * Another order of rows: those of one part of a table follow one another, in any order. Columns in
 * that order are copies in scratch memory; bytes of texts stay where they are.
 */
final class RowOrder {
  /** The most parts, as {@code group_order.cu} has it. */
  static final int MOST_PARTS = 1024;

  /** Rows of a block, as {@code group_order.cu} has it. */
  private static final int TILE = 16 * Kernels.THREADS;

  private final CudaDevice device;
  private final int rows;
  private final long places;
  private long order;

  private RowOrder(CudaDevice device, int rows, long places) {
    this.device = device;
    this.rows = rows;
    this.places = places;
  }

  /** {@code count} parts of 2^{@code shift} slots each, of {@code mask} + 1 in all. */
  record Parts(int count, int mask, int shift) {}

  /** By where the search for words begins. */
  static RowOrder byWord(CudaDevice device, Form form, DeviceVec words, int rows, Parts parts) {
    String kernel = form == Form.DOUBLE ? "group_order_count_double" : "group_order_count_word";
    return of(device, kernel, rows, parts, Form.values(words), words.validity());
  }

  /** By where the search for hashes begins. */
  static RowOrder byHash(CudaDevice device, long hashes, int rows, Parts parts) {
    return of(device, "group_order_count_hash", rows, parts, hashes);
  }

  private static RowOrder of(
      CudaDevice device, String kernel, int rows, Parts parts, long... keys) {
    int tiles = (rows + TILE - 1) / TILE;
    long rowParts = device.scratch().take(2L * rows);
    long counts = device.scratch().take(4L * tiles * parts.count());
    long places = device.scratch().take(4L * rows);
    long[] arguments = new long[keys.length + 5];
    System.arraycopy(keys, 0, arguments, 0, keys.length);
    arguments[keys.length] = parts.mask();
    arguments[keys.length + 1] = parts.shift();
    arguments[keys.length + 2] = parts.count();
    arguments[keys.length + 3] = rowParts;
    arguments[keys.length + 4] = counts;
    Kernels kernels = device.kernels();
    kernels.launch(KernelFile.GROUP_ORDER, kernel, tiles, Kernels.THREADS, 0, rows, arguments);
    long before = PrefixSums.of32(kernels, device.scratch(), counts, tiles * parts.count());
    kernels.launch(
        KernelFile.GROUP_ORDER,
        "group_order_place",
        tiles,
        Kernels.THREADS,
        0,
        rows,
        parts.count(),
        rowParts,
        before,
        places);
    return new RowOrder(device, rows, places);
  }

  /** The columns in this order; null stays null. */
  DeviceVec[] of(DeviceVec[] vecs) {
    DeviceVec[] ordered = new DeviceVec[vecs.length];
    for (int i = 0; i < vecs.length; i++) {
      ordered[i] = vecs[i] == null ? null : of(vecs[i]);
    }
    return ordered;
  }

  private DeviceVec of(DeviceVec vec) {
    long validity = vec.validity() == 0 ? 0 : bits(vec.validity());
    return switch (vec) {
      case DeviceLongs longs ->
          new DeviceLongs(longs.type(), rows, words(longs.values()), validity);
      case DeviceDoubles doubles ->
          new DeviceDoubles(doubles.type(), rows, words(doubles.values()), validity);
      case DeviceBools bools -> new DeviceBools(rows, bits(bools.bits()), validity);
      case DeviceBytes bytes ->
          new DeviceBytes(
              bytes.type(), rows, words(bytes.addresses()), ints(bytes.lengths()), validity);
    };
  }

  /** 64 bits a row in this order. */
  long words(long from) {
    long to = device.scratch().take(8L * rows);
    over("group_order_words", from, to);
    return to;
  }

  private long ints(long from) {
    long to = device.scratch().take(4L * rows);
    over("group_order_ints", from, to);
    return to;
  }

  private long bits(long from) {
    if (order == 0) {
      order = device.scratch().take(4L * rows);
      over("group_order_rows", order);
    }
    long to = device.scratch().take(bitmapBytes(rows));
    device.kernels().overRows(KernelFile.GATHER, "gather_bits", rows, order, from, to);
    return to;
  }

  /** Each row's place in the stream, the first row of all having been at {@code first}. */
  long sequences(long first) {
    long to = device.scratch().take(8L * rows);
    over("group_order_sequences", first, to);
    return to;
  }

  private void over(String kernel, long... more) {
    long[] arguments = new long[more.length + 1];
    arguments[0] = places;
    System.arraycopy(more, 0, arguments, 1, more.length);
    device.kernels().inEights(KernelFile.GROUP_ORDER, kernel, rows, arguments);
  }
}
