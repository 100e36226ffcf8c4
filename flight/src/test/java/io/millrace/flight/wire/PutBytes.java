package io.millrace.flight.wire;

import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.flight.impl.Flight;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The messages of a put as bytes, to be damaged. */
public final class PutBytes {
  private PutBytes() {}

  /** The messages of a put of one batch: its descriptor and schema, then its rows. */
  public static List<byte[]> of(String name, VectorSchemaRoot root, BufferAllocator allocator)
      throws IOException {
    List<byte[]> messages = new ArrayList<>();
    FrameGathering channel =
        new FrameGathering(frame -> messages.add(frame.stream().readAllBytes()), new AtomicLong());
    try (Batch batch = ArrowBatches.of(root, null);
        IpcStreamWriter writer =
            new IpcStreamWriter(channel, WriteLayout.plain(root.getSchema()), allocator)) {
      writer.write(batch);
    }
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    Flight.FlightData.newBuilder()
        .setFlightDescriptor(
            Flight.FlightDescriptor.newBuilder()
                .setType(Flight.FlightDescriptor.DescriptorType.PATH)
                .addPath(name))
        .build()
        .writeTo(first);
    first.write(messages.getFirst());
    messages.set(0, first.toByteArray());
    return messages;
  }
}
