package io.millrace.ipc.stream;

import io.millrace.kernels.types.DataType;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import java.io.IOException;

/**
 * Sends results to peers as Arrow IPC streams, straight from the columns' buffers. A peer that is
 * slow makes the query wait; nothing is kept for it.
 */
final class IpcStreamSink implements Sink {
  private final Outlet outlet;

  /** A sink into an outlet, which is closed with it. */
  IpcStreamSink(Outlet outlet) {
    this.outlet = outlet;
  }

  @Override
  public String name() {
    return "ipcStream(" + outlet.name() + ")";
  }

  @Override
  public void open(SinkContext context) throws IOException {
    context.schema().getFields().forEach(DataType::of);
    outlet.open(context);
  }

  @Override
  public void write(Result result) throws IOException {
    if (result.rows() > 0) {
      outlet.write(result.batches());
    }
  }

  @Override
  public void finish() throws IOException {
    outlet.finish();
  }

  @Override
  public void stopping(boolean graceful) {
    outlet.stopping(graceful);
  }

  @Override
  public long bytesCopied() {
    return outlet.bytesCopied();
  }

  @Override
  public void close() throws IOException {
    outlet.close();
  }
}
