package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import java.util.List;

/**
 * {@code VARIANCE} and {@code STDDEV}: count, mean and sum of squared distances from it. A batch's
 * own are computed in two passes, then merged as Chan, Golub and LeVeque do.
 */
final class MomentsState implements GroupState {
  private final CudaDevice device;
  private final DataType input;
  private final boolean root;
  private final GroupArray counts;
  private final GroupArray means;
  private final GroupArray squares;

  MomentsState(CudaDevice device, DataType input, boolean root) {
    this.device = device;
    this.input = input;
    this.root = root;
    this.counts = new GroupArray(device, Long.BYTES, 0);
    this.means = new GroupArray(device, Long.BYTES, 0);
    this.squares = new GroupArray(device, Long.BYTES, 0);
  }

  @Override
  public void reserve(int groups) {
    counts.reserve(groups);
    means.reserve(groups);
    squares.reserve(groups);
  }

  @Override
  public void update(GroupIds ids, DeviceVec vec, Sequence sequence) {
    take(ids, Form.of(input), vec, 0, 0, 0);
  }

  private void take(
      GroupIds ids, Form form, DeviceVec values, long rowCounts, long counted, long rowSquares) {
    long batchCounts = zeros(ids.groups());
    long batchSums = zeros(ids.groups());
    long batchSquares = zeros(ids.groups());
    over(
        "group_moments_sum",
        ids.rows(),
        ids.words(),
        form.ordinal(),
        Form.values(values),
        values.validity(),
        rowCounts,
        counted,
        batchCounts,
        batchSums);
    over(
        "group_moments_squares",
        ids.rows(),
        ids.words(),
        form.ordinal(),
        Form.values(values),
        values.validity(),
        rowCounts,
        counted,
        rowSquares,
        batchCounts,
        batchSums,
        batchSquares);
    over(
        "group_moments_merge",
        ids.groups(),
        batchCounts,
        batchSums,
        batchSquares,
        counts.address(),
        means.address(),
        squares.address());
  }

  private long zeros(int groups) {
    long zeros = device.scratch().take(8L * groups);
    device.stream().fill(zeros, (byte) 0, 8L * groups);
    return zeros;
  }

  @Override
  public void absorb(Partials partials, List<DeviceVec> parts) {
    GroupIds ids = partials.ids();
    DeviceVec partMeans = parts.get(1);
    if (partials.sign() > 0) {
      take(
          ids,
          Form.DOUBLE,
          partMeans,
          Form.values(parts.get(0)),
          parts.get(0).validity(),
          Form.values(parts.get(2)));
      return;
    }
    over(
        "group_moments_deduct",
        ids.rows(),
        ids.words(),
        Form.values(parts.get(0)),
        Form.values(partMeans),
        Form.values(parts.get(2)),
        counts.address(),
        means.address(),
        squares.address());
  }

  @Override
  public DeviceVec finish(GroupList list) {
    int count = list.count();
    long values = device.scratch().take(8L * count);
    long bits = device.scratch().take(bitmapBytes(count));
    over(
        "group_moments_finish",
        count,
        list.address(),
        root ? 1 : 0,
        counts.address(),
        squares.address(),
        values,
        bits);
    return new DeviceDoubles(DataType.FLOAT64, count, values, bits);
  }

  @Override
  public List<DeviceVec> parts(GroupList list) {
    int count = list.count();
    return List.of(
        new DeviceLongs(DataType.INT64, count, gather(counts, list), 0),
        new DeviceDoubles(DataType.FLOAT64, count, gather(means, list), 0),
        new DeviceDoubles(DataType.FLOAT64, count, gather(squares, list), 0));
  }

  private long gather(GroupArray array, GroupList list) {
    long values = device.scratch().take(8L * list.count());
    array.gather(list, values);
    return values;
  }

  private void over(String kernel, int rows, long... arguments) {
    device.kernels().overRows(KernelFile.GROUP_MOMENTS, kernel, rows, arguments);
  }

  @Override
  public void keep(GroupList list) {
    counts.keep(list);
    means.keep(list);
    squares.keep(list);
  }

  @Override
  public void clear() {
    counts.clear();
    means.clear();
    squares.clear();
  }

  @Override
  public long bytes() {
    return counts.bytes() + means.bytes() + squares.bytes();
  }

  @Override
  public void close() {
    counts.close();
    means.close();
    squares.close();
  }
}
