package io.millrace.cuda.group;

import io.millrace.cuda.vec.DeviceVec;
import java.util.List;

/** {@code COUNT}. */
final class CountState implements GroupState {
  private final Inputs inputs;

  CountState(Inputs inputs) {
    this.inputs = inputs;
  }

  @Override
  public void reserve(int groups) {
    inputs.reserve(groups);
  }

  @Override
  public void update(GroupIds ids, DeviceVec input, Sequence sequence) {
    inputs.update(ids, input);
  }

  @Override
  public void absorb(Partials partials, List<DeviceVec> parts) {
    inputs.absorb(partials, parts.getFirst());
  }

  @Override
  public DeviceVec finish(GroupList list) {
    return inputs.counts(list);
  }

  @Override
  public List<DeviceVec> parts(GroupList list) {
    return List.of(finish(list));
  }

  @Override
  public void keep(GroupList list) {
    inputs.keep(list);
  }

  @Override
  public void clear() {
    inputs.clear();
  }

  @Override
  public long bytes() {
    return inputs.bytes();
  }

  @Override
  public void close() {
    inputs.close();
  }
}
