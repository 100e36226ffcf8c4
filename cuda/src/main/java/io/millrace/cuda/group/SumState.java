package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.List;

/**
 * {@code SUM} and {@code MEAN}: integers modulo 2^64, or floating point. Rows are added by atomics,
 * so floating point is summed in no fixed order.
 */
final class SumState implements GroupState {
  private final CudaDevice device;
  private final Aggregate aggregate;
  private final DataType type;
  private final Inputs inputs;
  private final GroupArray sums;

  SumState(CudaDevice device, Aggregate aggregate, Inputs inputs) {
    this.device = device;
    this.aggregate = aggregate;
    this.type = aggregate.resultType();
    this.inputs = inputs;
    this.sums = new GroupArray(device, Long.BYTES, 0);
  }

  private boolean isMean() {
    return aggregate.function() == AggregateFunction.MEAN;
  }

  @Override
  public void reserve(int groups) {
    inputs.reserve(groups);
    sums.reserve(groups);
  }

  @Override
  public void update(GroupIds ids, DeviceVec input, Sequence sequence) {
    inputs.update(ids, input);
    GroupSums adder = new GroupSums(device);
    if (type.lane() == Lane.DOUBLE) {
      Form form = Form.of(aggregate.input());
      adder.sumNumbers(ids, form, Form.values(input), input.validity(), sums.address());
    } else {
      adder.sumWords(ids, Form.values(input), input.validity(), sums.address());
    }
  }

  @Override
  public void absorb(Partials partials, List<DeviceVec> parts) {
    DeviceVec partial = parts.get(isMean() ? 1 : 0);
    inputs.absorb(partials, parts.get(isMean() ? 0 : 1));
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_ABSORB,
            type.lane() == Lane.DOUBLE ? "group_absorb_sums" : "group_absorb_words",
            partials.ids().rows(),
            partials.ids().words(),
            Form.values(partial),
            partial.validity(),
            partials.sign(),
            sums.address());
  }

  @Override
  public DeviceVec finish(GroupList list) {
    return isMean() ? means(list) : sums(list, inputs.any(list));
  }

  private DeviceVec sums(GroupList list, long validity) {
    long values = device.scratch().take(8L * list.count());
    sums.gather(list, values);
    return Form.vector(type, list.count(), values, validity);
  }

  private DeviceVec means(GroupList list) {
    long values = device.scratch().take(8L * list.count());
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_FINISH,
            "group_finish_means",
            list.count(),
            list.address(),
            inputs.rowCounts(),
            inputs.nullCounts(),
            sums.address(),
            values);
    return Form.vector(type, list.count(), values, inputs.any(list));
  }

  @Override
  public List<DeviceVec> parts(GroupList list) {
    return isMean()
        ? List.of(inputs.counts(list), sums(list, 0))
        : List.of(sums(list, inputs.any(list)), inputs.counts(list));
  }

  @Override
  public void keep(GroupList list) {
    inputs.keep(list);
    sums.keep(list);
  }

  @Override
  public void clear() {
    inputs.clear();
    sums.clear();
  }

  @Override
  public long bytes() {
    return inputs.bytes() + sums.bytes();
  }

  @Override
  public void close() {
    inputs.close();
    sums.close();
  }
}
