package io.millrace.cuda.driver;

import jcuda.driver.CUevent;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** A moment in a stream. One that was never recorded has passed. */
public final class CudaEvent implements AutoCloseable {
  private final CUevent event;

  CudaEvent(CUevent event) {
    this.event = event;
  }

  CUevent handle() {
    return event;
  }

  /** Whether the work before the last {@link CudaStream#record} is done. */
  public boolean passed() {
    int code = JCudaDriver.cuEventQuery(event);
    if (code == CUresult.CUDA_ERROR_NOT_READY) {
      return false;
    }
    Calls.check(code, "cuEventQuery");
    return true;
  }

  /** Waits until it has passed. */
  public void synchronize() {
    Calls.check(JCudaDriver.cuEventSynchronize(event), "cuEventSynchronize");
  }

  /**
   * Nanoseconds of the device's clock from the moment of {@code begin} to that of this one, to
   * about half a microsecond. Both keep the time, were recorded and have passed.
   */
  public double nanosSince(CudaEvent begin) {
    var millis = new float[1];
    Calls.check(JCudaDriver.cuEventElapsedTime(millis, begin.event, event), "cuEventElapsedTime");
    return millis[0] * 1e6;
  }

  /** Ends the event. */
  @Override
  public void close() {
    Calls.released(JCudaDriver.cuEventDestroy(event), "cuEventDestroy", "event", 0);
  }
}
