package io.millrace.cuda.text;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.host.HostKernels;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.op.TextFunction;

/**
 * Lower and upper case. A vector that is all ASCII is mapped on the device; one that is not goes to
 * the CPU, since Unicode's mapping changes lengths and looks at neighbours.
 */
public final class LetterCase {
  private final CudaDevice device;
  private final HostKernels host;

  /** Mapping on one device. */
  public LetterCase(CudaDevice device, HostKernels host) {
    this.device = device;
    this.host = host;
  }

  /** Blocks for the number of bytes. */
  public DeviceVec map(TextFunction function, DeviceBytes text) {
    int rows = text.length();
    if (rows == 0) {
      return text;
    }
    long other = device.scratch().take(Long.BYTES);
    device.stream().fill(other, (byte) 0, Long.BYTES);
    device
        .kernels()
        .overWarps(
            KernelFile.LETTER_CASE, "case_look", rows, text.addresses(), text.lengths(), other);
    long offsets = PrefixSums.of32(device.kernels(), device.scratch(), text.lengths(), rows);
    device.downloads().begin(2L * Long.BYTES, 2);
    long otherAt = device.downloads().add(other, Long.BYTES);
    long bytesAt = device.downloads().add(offsets + 8L * rows, Long.BYTES);
    device.downloads().await();
    return Raw.getLong(otherAt) != 0
        ? host.apply((cpu, in) -> cpu.text(function, in[0]), text)
        : ascii(function, text, offsets, Raw.getLong(bytesAt));
  }

  private DeviceBytes ascii(TextFunction function, DeviceBytes text, long offsets, long bytes) {
    int rows = text.length();
    long to = device.scratch().take(bytes);
    long addresses = device.scratch().words(rows);
    device
        .kernels()
        .overWarps(
            KernelFile.LETTER_CASE,
            "case_map",
            rows,
            text.addresses(),
            text.lengths(),
            offsets,
            function == TextFunction.UPPER ? 'a' : 'A',
            to,
            addresses);
    return new DeviceBytes(text.type(), rows, addresses, text.lengths(), text.validity());
  }
}
