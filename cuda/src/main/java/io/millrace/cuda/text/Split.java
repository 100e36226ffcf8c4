package io.millrace.cuda.text;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceSelection;
import io.millrace.error.DataException;
import io.millrace.kernels.Exploded;

/** Texts to their parts, empty ones left out. Parts point into the texts: no byte is copied. */
public final class Split {
  /** What stands for white space where a separator is one byte. */
  private static final long WHITE_SPACE = -1;

  private final CudaDevice device;
  private final Separators separators;

  /** Splitting on one device. */
  public Split(CudaDevice device) {
    this.device = device;
    this.separators = new Separators(device);
  }

  /**
   * Splits at a separator of at least one byte, or at white space for null. Blocks for the number
   * of parts.
   */
  public Exploded split(DeviceBytes text, byte[] separator) {
    Separators.require(separator);
    if (separator == null) {
      return atBytes(text, WHITE_SPACE);
    }
    return separator.length == 1 ? atBytes(text, separator[0] & 0xFF) : atRuns(text, separator);
  }

  private Exploded atBytes(DeviceBytes text, long separator) {
    int rows = text.length();
    long counts = device.scratch().ints(rows);
    device
        .kernels()
        .overWarps(
            KernelFile.SPLIT,
            "split_count",
            rows,
            text.addresses(),
            text.lengths(),
            separator,
            counts);
    Parts parts = parts(text, counts);
    if (parts.count() > 0) {
      device
          .kernels()
          .overWarps(
              KernelFile.SPLIT,
              "split_write",
              rows,
              text.addresses(),
              text.lengths(),
              separator,
              parts.before(),
              parts.addresses(),
              parts.lengths(),
              parts.parents());
    }
    return parts.exploded(text);
  }

  private Exploded atRuns(DeviceBytes text, byte[] separator) {
    int rows = text.length();
    long at = separators.upload(separator);
    long counts = device.scratch().ints(rows);
    device
        .kernels()
        .overRows(
            KernelFile.SPLIT_LONG,
            "split_long_count",
            rows,
            text.addresses(),
            text.lengths(),
            at,
            separator.length,
            counts);
    Parts parts = parts(text, counts);
    if (parts.count() > 0) {
      device
          .kernels()
          .overRows(
              KernelFile.SPLIT_LONG,
              "split_long_write",
              rows,
              text.addresses(),
              text.lengths(),
              at,
              separator.length,
              parts.before(),
              parts.addresses(),
              parts.lengths(),
              parts.parents());
    }
    return parts.exploded(text);
  }

  /** Where parts go: {@code before} has for each row how many parts come before its own. */
  private record Parts(long before, int count, long addresses, long lengths, long parents) {
    Exploded exploded(DeviceBytes text) {
      return new Exploded(
          new DeviceBytes(text.type(), count, addresses, lengths, 0),
          new DeviceSelection(parents, count));
    }
  }

  private Parts parts(DeviceBytes text, long counts) {
    int rows = text.length();
    long before = PrefixSums.of32(device.kernels(), device.scratch(), counts, rows);
    long count = device.downloads().word(before + 8L * rows);
    if (count > Integer.MAX_VALUE) {
      throw new DataException(
          "A batch has fewer than 2^31 rows: operation=split, parts="
              + count
              + ". Use smaller batches.");
    }
    int all = (int) count;
    return new Parts(
        before,
        all,
        device.scratch().words(all),
        device.scratch().ints(all),
        device.scratch().ints(all));
  }
}
