package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.memory.Downloads;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.util.Arrays;
import java.util.List;

/** Which panes there are: the groups themselves grouped by pane. */
final class PaneNumbers {
  private static final GroupSpec BY_PANE =
      new GroupSpec(List.of(new GroupSpec.Key("pane", DataType.INT64)), List.of());

  private PaneNumbers() {}

  /** The panes that hold a group, ascending. Blocks. */
  static long[] of(CudaDevice device, DeviceGroups groups) {
    if (groups.count() == 0) {
      return new long[0];
    }
    DeviceLongs panes = groups.panes();
    if (panes == null) {
      return new long[] {0};
    }
    try (DeviceGroups byPane = new DeviceGroups(device, BY_PANE)) {
      DeviceVec[] none = {};
      byPane.update(null, new DeviceVec[] {panes}, none, panes.length(), 0);
      return numbers(device.downloads(), byPane, device);
    }
  }

  private static long[] numbers(Downloads downloads, DeviceGroups byPane, CudaDevice device) {
    int count = byPane.count();
    DeviceVec keys = byPane.keys(GroupList.upTo(device, count)).getFirst();
    downloads.begin(8L * count, 1);
    long at = downloads.add(Form.values(keys), 8L * count);
    downloads.await();
    long[] numbers = new long[count];
    Raw.copy(at, numbers, 0, count);
    Arrays.sort(numbers);
    return numbers;
  }
}
