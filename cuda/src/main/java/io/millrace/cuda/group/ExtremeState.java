package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import java.util.List;

/** {@code MIN} and {@code MAX} of fixed-width values, as words whose unsigned order is theirs. */
final class ExtremeState implements GroupState {
  private final CudaDevice device;
  private final DataType type;
  private final Form form;
  private final boolean greatest;
  private final Inputs inputs;
  private final GroupArray words;

  ExtremeState(CudaDevice device, DataType type, boolean greatest, Inputs inputs) {
    this.device = device;
    this.type = type;
    this.form = Form.of(type);
    this.greatest = greatest;
    this.inputs = inputs;
    this.words = new GroupArray(device, Long.BYTES, greatest ? 0 : -1);
  }

  @Override
  public void reserve(int groups) {
    inputs.reserve(groups);
    words.reserve(groups);
  }

  @Override
  public void update(GroupIds ids, DeviceVec input, Sequence sequence) {
    inputs.update(ids, input);
    take(ids, input);
  }

  private void take(GroupIds ids, DeviceVec input) {
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_EXTREME,
            greatest ? "group_greatest" : "group_least",
            ids.rows(),
            ids.words(),
            form.ordinal(),
            Form.values(input),
            input.validity(),
            words.address());
  }

  @Override
  public void absorb(Partials partials, List<DeviceVec> parts) {
    inputs.absorbSome(partials, parts.getFirst());
    take(partials.ids(), parts.getFirst());
  }

  @Override
  public DeviceVec finish(GroupList list) {
    int count = list.count();
    boolean bits = form == Form.BIT;
    long values = device.scratch().take(bits ? bitmapBytes(count) : 8L * count);
    if (bits) {
      device
          .kernels()
          .overRows(
              KernelFile.GROUP_STORE,
              "group_gather_bits",
              count,
              list.address(),
              words.address(),
              values);
    } else {
      device
          .kernels()
          .overRows(
              KernelFile.GROUP_FINISH,
              "group_finish_words",
              count,
              list.address(),
              form.ordinal(),
              words.address(),
              values);
    }
    return Form.vector(type, count, values, inputs.any(list));
  }

  @Override
  public List<DeviceVec> parts(GroupList list) {
    return List.of(finish(list));
  }

  @Override
  public void keep(GroupList list) {
    inputs.keep(list);
    words.keep(list);
  }

  @Override
  public void clear() {
    inputs.clear();
    words.clear();
  }

  @Override
  public long bytes() {
    return inputs.bytes() + words.bytes();
  }

  @Override
  public void close() {
    inputs.close();
    words.close();
  }
}
