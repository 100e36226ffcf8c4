package io.millrace.cuda.gram;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.select.Range;
import io.millrace.cuda.select.Select;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceSelection;
import io.millrace.error.InternalException;
import io.millrace.kernels.LongRange;

/**
 * Which rows belong to each pane and have a value in each column. A pane costs three passes over
 * the numbers of all rows: a batch has rows of few panes.
 */
final class PaneRows {
  private final CudaDevice device;
  private final Bitmaps bitmaps;
  private final Range range;
  private final Select select;

  PaneRows(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
    this.range = new Range(device);
    this.select = new Select(device);
  }

  /** Takes the rows of one pane. */
  interface Sink {
    /**
     * {@code positions} is the device address of {@code count} of them; 0 if these are all rows.
     */
    void accept(long pane, long positions, int count);
  }

  /** Hands on the rows of each pane, in ascending order; a null {@code panes} means pane 0. */
  void forEach(DeviceLongs panes, DeviceDoubles[] values, Sink sink) {
    int rows = values[0].length();
    long validity = 0;
    for (DeviceDoubles each : values) {
      validity = bitmaps.both(validity, each.validity(), rows);
    }
    LongRange numbers = panes == null ? new LongRange(0, 0) : range.of(panes);
    if (numbers.min() == numbers.max()) {
      one(numbers.min(), validity, rows, sink);
      return;
    }
    long pane = numbers.min();
    while (true) {
      hand(pane, new DeviceBools(rows, of(panes, pane, validity), 0), sink);
      if (pane == numbers.max()) {
        return;
      }
      pane = next(panes, pane);
    }
  }

  private void one(long pane, long validity, int rows, Sink sink) {
    if (validity == 0) {
      sink.accept(pane, 0, rows);
    } else {
      hand(pane, new DeviceBools(rows, validity, 0), sink);
    }
  }

  private void hand(long pane, DeviceBools mask, Sink sink) {
    DeviceSelection selected = select.select(mask);
    sink.accept(pane, selected.positions(), selected.length());
  }

  private long of(DeviceLongs panes, long pane, long validity) {
    long to = device.scratch().bitmap(panes.length());
    over("gram_pane", panes, pane, validity, to);
    return to;
  }

  private long next(DeviceLongs panes, long pane) {
    long later = device.scratch().bitmap(panes.length());
    over("gram_later", panes, pane, later);
    long next =
        range.of(new DeviceLongs(panes.type(), panes.length(), panes.values(), later)).min();
    if (next <= pane) {
      throw new InternalException(
          "Panes are taken one after the other: pane=" + pane + ", next=" + next + ".");
    }
    return next;
  }

  private void over(String kernel, DeviceLongs panes, long... arguments) {
    long[] all = new long[arguments.length + 1];
    all[0] = panes.values();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    device.kernels().overRows(KernelFile.GRAM, kernel, panes.length(), all);
  }
}
