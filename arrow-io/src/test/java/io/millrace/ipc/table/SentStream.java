package io.millrace.ipc.table;

import io.millrace.ipc.stream.IpcStreamTransport;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** What a peer of a stream's sink gets as it is sent, from the first byte to the last. */
public final class SentStream {
  private SentStream() {}

  /** Sends batches to a peer at a socket in the folder, where its copy of the bytes will be. */
  public static Path sent(
      Path folder,
      StreamFormat format,
      Schema schema,
      List<Batch> batches,
      BufferAllocator allocator)
      throws Exception {
    Path copy = Files.createTempFile(folder, "sent", ".arrows");
    Path socket = folder.resolve("s");
    try (Sink sink =
        new IpcStreamTransport().sink(Endpoint.listen(socket), PeerLimits.DEFAULT, format)) {
      sink.open(new SinkContext(schema, allocator));
      try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        FutureTask<Void> writing = writing(sink, new Result(0, 0, schema, batches));
        FutureTask<Long> reading =
            new FutureTask<>(
                () ->
                    Files.copy(
                        Channels.newInputStream(peer), copy, StandardCopyOption.REPLACE_EXISTING));
        Thread.ofPlatform().start(reading);
        writing.get();
        sink.finish();
        sink.close();
        reading.get();
      }
    }
    return copy;
  }

  /** Begins to write a result, on a thread of its own. */
  public static FutureTask<Void> writing(Sink sink, Result result) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              sink.write(result);
              return null;
            });
    Thread.ofPlatform().start(task);
    return task;
  }
}
