package io.millrace.ipc.stream;

import io.millrace.kernels.batch.Batch;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkStoppedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream to a pipe or a file, such as standard output. */
final class PipeOutlet implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(PipeOutlet.class);

  private final GatheringByteChannel channel;
  private final String name;
  private final AtomicLong copied = new AtomicLong();
  private PeerOutput output;
  private volatile boolean stopped;

  PipeOutlet(GatheringByteChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open(SinkContext context) throws IOException {
    output = new PeerOutput(channel, name, context, copied);
    output.begin();
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
    if (!graceful) {
      stopped = true;
      try {
        channel.close();
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
    } else {
      channel.close();
    }
  }
}
