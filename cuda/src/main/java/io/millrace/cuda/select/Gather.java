package io.millrace.cuda.select;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceCodes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceSelection;
import io.millrace.cuda.vec.DeviceVec;

/** The rows at given positions; of text and binary only addresses and lengths move. */
public final class Gather {
  private final CudaDevice device;

  /** Gathering on one device. */
  public Gather(CudaDevice device) {
    this.device = device;
  }

  /** A vector of the selection's length. */
  public DeviceVec gather(DeviceVec vec, DeviceSelection at) {
    int rows = at.length();
    long validity = vec.mayHaveNulls() ? bits(vec.validity(), at) : 0;
    return switch (vec) {
      case DeviceLongs a -> new DeviceLongs(a.type(), rows, words(a.values(), at), validity);
      case DeviceDoubles a -> new DeviceDoubles(a.type(), rows, words(a.values(), at), validity);
      case DeviceBools a -> new DeviceBools(rows, bits(a.bits(), at), validity);
      case DeviceBytes a -> texts(a, at, validity);
    };
  }

  private long words(long from, DeviceSelection at) {
    long to = device.scratch().words(at.length());
    over("gather_words", at, from, to);
    return to;
  }

  private long bits(long from, DeviceSelection at) {
    long to = device.scratch().bitmap(at.length());
    over("gather_bits", at, from, to);
    return to;
  }

  private DeviceBytes texts(DeviceBytes from, DeviceSelection at, long validity) {
    long addresses = device.scratch().words(at.length());
    long lengths = device.scratch().ints(at.length());
    over("gather_texts", at, from.addresses(), from.lengths(), addresses, lengths);
    DeviceCodes codes = from.codes();
    DeviceCodes gathered = codes == null ? null : codes.with(() -> words(codes.indices(), at));
    return new DeviceBytes(from.type(), at.length(), addresses, lengths, validity, gathered);
  }

  private void over(String kernel, DeviceSelection at, long from, long... to) {
    long[] arguments = new long[2 + to.length];
    arguments[0] = at.positions();
    arguments[1] = from;
    System.arraycopy(to, 0, arguments, 2, to.length);
    device.kernels().overRows(KernelFile.GATHER, kernel, at.length(), arguments);
  }
}
