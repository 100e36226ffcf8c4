package io.millrace.bench.device;

import io.millrace.kernels.batch.Batch;
import java.util.List;

/** Some work over a batch on one of the devices, ready to be run again and again. */
interface Pass extends AutoCloseable {
  /** Nanoseconds of the work alone, from rows in the device's memory to results there. */
  double inPlace();

  /** From rows in host memory to results in host memory. The caller closes these. */
  Whole whole();

  @Override
  void close();

  /** What a whole pass took and gave. */
  record Whole(double nanos, List<Batch> results) implements AutoCloseable {
    @Override
    public void close() {
      results.forEach(Batch::close);
    }
  }
}
