package io.millrace.cuda.text;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.kernels.op.TextMatch;
import io.millrace.kernels.types.DataType;

/** Functions of text that make no new bytes: what is text again shares the operand's. */
public final class TextKernels {
  private final CudaDevice device;
  private final Bitmaps bitmaps;

  /** Functions on one device. */
  public TextKernels(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
  }

  /** Code points of text, bytes of binary. */
  public DeviceLongs length(DeviceBytes text) {
    int rows = text.length();
    long to = device.scratch().words(rows);
    if (text.type().kind().isText()) {
      over("text_code_points", rows, text.addresses(), text.lengths(), to);
    } else {
      over("text_bytes", rows, text.lengths(), to);
    }
    return new DeviceLongs(DataType.INT64, rows, to, text.validity());
  }

  /** Without leading and trailing ASCII white space. */
  public DeviceBytes trim(DeviceBytes text) {
    int rows = text.length();
    long addresses = device.scratch().words(rows);
    long lengths = device.scratch().ints(rows);
    over("text_trim", rows, text.addresses(), text.lengths(), addresses, lengths);
    return new DeviceBytes(text.type(), rows, addresses, lengths, text.validity());
  }

  /** A window of code points of text, of bytes of binary. */
  public DeviceBytes substring(DeviceBytes text, long start, long length) {
    int rows = text.length();
    long addresses = device.scratch().words(rows);
    long lengths = device.scratch().ints(rows);
    over(
        text.type().kind().isText() ? "text_part" : "text_part_bytes",
        rows,
        text.addresses(),
        text.lengths(),
        start,
        length,
        addresses,
        lengths);
    return new DeviceBytes(text.type(), rows, addresses, lengths, text.validity());
  }

  private void over(String kernel, int rows, long... arguments) {
    device.kernels().overRows(KernelFile.TEXT, kernel, rows, arguments);
  }

  /** Whether texts hold, begin or end with patterns, by bytes. */
  public DeviceBools match(TextMatch match, DeviceBytes text, DeviceBytes pattern) {
    int rows = text.length();
    long to = device.scratch().bitmap(rows);
    String kernel =
        switch (match) {
          case CONTAINS -> "match_contains";
          case STARTS_WITH -> "match_starts";
          case ENDS_WITH -> "match_ends";
        };
    device
        .kernels()
        .overRows(
            KernelFile.MATCH,
            kernel,
            rows,
            text.addresses(),
            text.lengths(),
            pattern.addresses(),
            pattern.lengths(),
            to);
    return new DeviceBools(rows, to, bitmaps.both(text.validity(), pattern.validity(), rows));
  }
}
