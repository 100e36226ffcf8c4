package io.millrace.ipc.peer;

import io.millrace.kernels.batch.Batch;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkStoppedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream to a pipe or a file, such as standard output. */
final class PipeOutlet implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(PipeOutlet.class);

  private final BiFunction<SinkContext, AtomicLong, PeerOutput> opening;
  private final String name;
  private final AtomicLong copied = new AtomicLong();
  private volatile PeerOutput output;
  private volatile boolean stopped;

  /**
   * An outlet that is not open.
   *
   * @param opening makes what is written to, given where to count copied bytes
   */
  PipeOutlet(BiFunction<SinkContext, AtomicLong, PeerOutput> opening, String name) {
    this.opening = opening;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open(SinkContext context) throws IOException {
    output = opening.apply(context, copied);
    output.begin(() -> {});
  }

  @Override
  public void write(List<Batch> batches) throws IOException {
    try {
      output.write(batches);
    } catch (ClosedChannelException e) {
      throw stopped ? new SinkStoppedException(name) : e;
    }
  }

  @Override
  public void finish() throws IOException {
    output.finish();
  }

  @Override
  public void stopping(boolean graceful) {
    if (!graceful && output != null) {
      stopped = true;
      try {
        output.close();
      } catch (IOException e) {
        LOG.debug("A pipe could not be closed: sink={}", name, e);
      }
    }
  }

  @Override
  public long bytesCopied() {
    return copied.get();
  }

  @Override
  public void close() throws IOException {
    if (output != null) {
      output.close();
    }
  }
}
