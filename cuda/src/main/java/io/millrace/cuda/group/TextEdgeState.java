package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import java.util.List;

/** {@code FIRST} and {@code LAST} of text and binary: the place that wins, and the text there. */
final class TextEdgeState implements GroupState {
  private final CudaDevice device;
  private final Places places;
  private final TextValues values;

  TextEdgeState(CudaDevice device, DataType type, boolean last) {
    this.device = device;
    this.places = new Places(device, last);
    this.values = new TextValues(device, type);
  }

  @Override
  public void reserve(int groups) {
    places.reserve(groups);
    values.reserve(groups);
  }

  @Override
  public void update(GroupIds ids, DeviceVec input, Sequence sequence) {
    take(ids, (DeviceBytes) input, sequence);
  }

  private void take(GroupIds ids, DeviceBytes input, Sequence sequence) {
    places.take(ids, input.validity(), sequence);
    TextValues.Contest contest = values.contest(ids);
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_TEXT,
            "group_text_edge",
            ids.rows(),
            ids.words(),
            input.validity(),
            sequence.first(),
            sequence.each(),
            places.address(),
            contest.winners(),
            contest.won(),
            contest.count());
    values.settle(contest, ids, input);
  }

  @Override
  public void absorb(Partials partials, List<DeviceVec> parts) {
    take(partials.ids(), (DeviceBytes) parts.getFirst(), Sequence.at(Form.values(parts.get(1))));
  }

  @Override
  public DeviceVec finish(GroupList list) {
    return values.gather(list);
  }

  @Override
  public List<DeviceVec> parts(GroupList list) {
    DeviceVec texts = values.gather(list);
    return List.of(texts, places.sequences(list, texts.validity()));
  }

  @Override
  public void keep(GroupList list) {
    places.keep(list);
    values.keep(list);
  }

  @Override
  public void clear() {
    places.clear();
    values.clear();
  }

  @Override
  public long bytes() {
    return places.bytes() + values.bytes();
  }

  @Override
  public void close() {
    places.close();
    values.close();
  }
}
