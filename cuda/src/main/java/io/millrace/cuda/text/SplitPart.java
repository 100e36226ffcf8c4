package io.millrace.cuda.text;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBytes;

/** One part of each text, by its number. Parts point into the texts. */
public final class SplitPart {
  private final CudaDevice device;
  private final Separators separators;

  /** Splitting on one device. */
  public SplitPart(CudaDevice device) {
    this.device = device;
    this.separators = new Separators(device);
  }

  /**
   * The part with number {@code index} from 0, null where there is none. At a separator, empty
   * parts count; at white space (null) they do not.
   */
  public DeviceBytes part(DeviceBytes text, byte[] separator, int index) {
    Separators.require(separator);
    int rows = text.length();
    long addresses = device.scratch().words(rows);
    long lengths = device.scratch().ints(rows);
    long validity = device.scratch().bitmap(rows);
    if (separator == null) {
      over(
          "split_part_words",
          rows,
          text.addresses(),
          text.lengths(),
          text.validity(),
          index,
          addresses,
          lengths,
          validity);
    } else {
      over(
          "split_part",
          rows,
          text.addresses(),
          text.lengths(),
          text.validity(),
          separators.upload(separator),
          separator.length,
          index,
          addresses,
          lengths,
          validity);
    }
    return new DeviceBytes(text.type(), rows, addresses, lengths, validity);
  }

  private void over(String kernel, int rows, long... arguments) {
    device.kernels().overRows(KernelFile.SPLIT_PART, kernel, rows, arguments);
  }
}
