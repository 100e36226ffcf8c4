package io.millrace.ipc.peer;

import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.error.MillraceException;
import io.millrace.source.SourceContext;
import java.io.EOFException;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One stream from a pipe or a file, such as standard input. It ends once; one that ends within a
 * message is a failure, since nobody will send the rest. Read on a platform thread, because a read
 * from a pipe holds on to its thread.
 */
final class PipeFeed implements Feed {
  private final String name;
  private final PeerInput input;
  private Thread thread;
  private volatile boolean ended;
  private volatile MillraceException failure;

  PipeFeed(PeerInput input, String name) {
    this.name = name;
    this.input = input;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema awaitSchema() throws IOException {
    try {
      return input.awaitSchema();
    } catch (EOFException e) {
      throw new DataException(
          "A stream begins with its columns: input="
              + name
              + ", reason="
              + e.getMessage()
              + ". See what its writer says.",
          e);
    }
  }

  @Override
  public void start(SourceContext context, Schema schema, Arrivals arrivals) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .start(() -> read(arrivals, schema, context.allocator()));
  }

  private void read(Arrivals arrivals, Schema schema, BufferAllocator allocator) {
    try {
      input.readInto(arrivals, schema, allocator);
      ended = true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      failure =
          new DataException(
              "A stream must be readable to its end: input="
                  + name
                  + ", reason="
                  + e.getMessage()
                  + ".",
              e);
    } catch (MillraceException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure =
          new InternalException(
              "A reader must not fail unexpectedly: input=" + name + ", error=" + e + ".", e);
    }
  }

  @Override
  public void check() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public void close() throws IOException {
    if (thread == null) {
      input.close();
      return;
    }
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
