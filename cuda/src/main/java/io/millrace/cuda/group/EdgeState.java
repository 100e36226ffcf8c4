package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import java.util.List;

/**
 * {@code FIRST} and {@code LAST} of fixed-width values: the place in the stream that wins, and the
 * value there.
 */
final class EdgeState implements GroupState {
  private final CudaDevice device;
  private final DataType type;
  private final Form form;
  private final Places places;
  private final GroupArray words;

  EdgeState(CudaDevice device, DataType type, boolean last) {
    this.device = device;
    this.type = type;
    this.form = Form.of(type);
    this.places = new Places(device, last);
    this.words = new GroupArray(device, Long.BYTES, 0);
  }

  @Override
  public void reserve(int groups) {
    places.reserve(groups);
    words.reserve(groups);
  }

  @Override
  public void update(GroupIds ids, DeviceVec input, Sequence sequence) {
    take(ids, input, sequence);
  }

  private void take(GroupIds ids, DeviceVec input, Sequence sequence) {
    places.take(ids, input.validity(), sequence);
    over(
        KernelFile.GROUP_EDGE,
        "group_edge_value",
        ids.rows(),
        ids.words(),
        form.ordinal(),
        Form.values(input),
        input.validity(),
        sequence.first(),
        sequence.each(),
        places.address(),
        words.address());
  }

  @Override
  public void absorb(Partials partials, List<DeviceVec> parts) {
    take(partials.ids(), parts.getFirst(), Sequence.at(Form.values(parts.get(1))));
  }

  @Override
  public DeviceVec finish(GroupList list) {
    return values(list, places.any(list));
  }

  private DeviceVec values(GroupList list, long validity) {
    int count = list.count();
    if (form == Form.BIT) {
      long bits = device.scratch().take(bitmapBytes(count));
      over(
          KernelFile.GROUP_STORE,
          "group_gather_bits",
          count,
          list.address(),
          words.address(),
          bits);
      return Form.vector(type, count, bits, validity);
    }
    long values = device.scratch().take(8L * count);
    words.gather(list, values);
    return Form.vector(type, count, values, validity);
  }

  @Override
  public List<DeviceVec> parts(GroupList list) {
    long validity = places.any(list);
    return List.of(values(list, validity), places.sequences(list, validity));
  }

  private void over(KernelFile file, String kernel, int rows, long... arguments) {
    device.kernels().overRows(file, kernel, rows, arguments);
  }

  @Override
  public void keep(GroupList list) {
    places.keep(list);
    words.keep(list);
  }

  @Override
  public void clear() {
    places.clear();
    words.clear();
  }

  @Override
  public long bytes() {
    return places.bytes() + words.bytes();
  }

  @Override
  public void close() {
    places.close();
    words.close();
  }
}
