package io.millrace.cuda.cast;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.kernels.types.DataType;

/** Text and binary to one another: the same bytes; binary that is not UTF-8 is no text. */
final class BytesCasts {
  private final CudaDevice device;

  BytesCasts(CudaDevice device) {
    this.device = device;
  }

  DeviceBytes cast(DeviceBytes a, DataType to) {
    int rows = a.length();
    if (!to.kind().isText() || a.type().kind().isText()) {
      return new DeviceBytes(to, rows, a.addresses(), a.lengths(), a.validity());
    }
    long lengths = device.scratch().ints(rows);
    long validity = device.scratch().bitmap(rows);
    device
        .kernels()
        .overRows(
            KernelFile.UTF8,
            "cast_binary_text",
            rows,
            a.addresses(),
            a.lengths(),
            a.validity(),
            lengths,
            validity,
            device.tally().address());
    return new DeviceBytes(to, rows, a.addresses(), lengths, validity);
  }
}
