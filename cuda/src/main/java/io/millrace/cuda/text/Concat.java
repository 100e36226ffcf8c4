package io.millrace.cuda.text;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;

/** Texts one after another. */
public final class Concat {
  private final CudaDevice device;
  private final Bitmaps bitmaps;

  /** Concatenation on one device. */
  public Concat(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
  }

  /**
   * All operands' bytes; large if one of them is. Blocks for the number of bytes.
   *
   * @throws DataException if a result is 2 GiB or longer
   */
  public DeviceBytes concat(DeviceBytes[] parts) {
    if (parts.length == 0) {
      throw new InternalException("Concatenation has at least one operand: operands=0.");
    }
    int rows = parts[0].length();
    long validity = parts[0].validity();
    DataType type = parts[0].type();
    for (DeviceBytes part : parts) {
      validity = bitmaps.both(validity, part.validity(), rows);
      type = part.type().kind().width() == Long.BYTES ? part.type() : type;
    }
    long addresses = device.scratch().words(rows);
    long lengths = device.scratch().ints(rows);
    if (rows > 0) {
      long offsets = offsets(parts, validity, lengths);
      copy(parts, validity, offsets, addresses);
    }
    return new DeviceBytes(type, rows, addresses, lengths, validity);
  }

  /** Where each row's bytes begin, and behind the last; writes the lengths. */
  private long offsets(DeviceBytes[] parts, long validity, long lengths) {
    int rows = parts[0].length();
    long sums = device.scratch().words(rows);
    device.stream().fill(sums, (byte) 0, 8L * rows);
    for (DeviceBytes part : parts) {
      over("concat_add", rows, part.lengths(), sums);
    }
    long longest = device.scratch().take(Long.BYTES);
    device.stream().fill(longest, (byte) 0, Long.BYTES);
    over("concat_lengths", rows, sums, validity, lengths, longest);
    long offsets = PrefixSums.of32(device.kernels(), device.scratch(), lengths, rows);
    device.downloads().begin(Long.BYTES, 1);
    long at = device.downloads().add(longest, Long.BYTES);
    device.downloads().await();
    if (Raw.getLong(at) > 0) {
      throw new DataException(
          "A text is shorter than 2 GiB: operation=concat, bytes="
              + Raw.getLong(at)
              + ". Cut it before.");
    }
    return offsets;
  }

  private void copy(DeviceBytes[] parts, long validity, long offsets, long addresses) {
    int rows = parts[0].length();
    long bytes = device.downloads().word(offsets + 8L * rows);
    long to = device.scratch().take(bytes);
    over("concat_addresses", rows, offsets, to, addresses);
    long next = device.scratch().words(rows);
    over("concat_addresses", rows, offsets, to, next);
    for (DeviceBytes part : parts) {
      device
          .kernels()
          .overWarps(
              KernelFile.CONCAT,
              "concat_copy",
              rows,
              validity,
              part.addresses(),
              part.lengths(),
              next);
    }
  }

  private void over(String kernel, int rows, long... arguments) {
    device.kernels().overRows(KernelFile.CONCAT, kernel, rows, arguments);
  }
}
