package io.millrace.ipc.write;

import io.millrace.ipc.format.Framing;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.sink.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Writes an Arrow IPC stream, as {@link IpcFileWriter} writes a file. A dictionary that changed is
 * sent again before the batch that needs it; of one that only grew, what came to it is sent as a
 * delta. For one thread; the channel stays the caller's to close.
 */
public final class IpcStreamWriter implements AutoCloseable {
  private final GatheringOut out;
  private final WriteLayout layout;
  private final MessageWriter messages;
  private final SentDictionaries dictionaries;

  /**
   * Begins a stream and sends its schema.
   *
   * @param allocator for what cannot be written as it lies
   */
  public IpcStreamWriter(
      GatheringByteChannel channel, WriteLayout layout, BufferAllocator allocator)
      throws IOException {
    this(channel, layout, Compression.NONE, allocator);
  }

  /** As the other one, every buffer compressed by itself. */
  public IpcStreamWriter(
      GatheringByteChannel channel,
      WriteLayout layout,
      Compression compression,
      BufferAllocator allocator)
      throws IOException {
    this.out = new GatheringOut(channel);
    this.layout = layout;
    this.messages = new MessageWriter(out, layout, compression, allocator);
    this.dictionaries = new SentDictionaries(layout);
    messages.schema();
  }

  /** Writes a batch, which stays the caller's, whole to the channel before this returns. */
  public void write(Batch batch) throws IOException {
    for (int i = 0; i < batch.columns().size(); i++) {
      if (layout.isEncoded(i) && dictionaries.isNew(i, batch.column(i))) {
        writeDictionary(i, batch.column(i).dictionary());
      }
    }
    messages.records(batch);
  }

  private void writeDictionary(int ordinal, Column values) throws IOException {
    int known = dictionaries.beginning(ordinal, values);
    if (known > 0) {
      messages.dictionary(ordinal, true, values.slice(known, values.length() - known));
    } else {
      messages.dictionary(ordinal, false, values);
    }
    dictionaries.put(ordinal, values);
  }

  /** Writes the end of the stream. Nothing may be written afterwards. */
  public void finish() throws IOException {
    ByteBuffer end = ByteBuffer.allocate(Framing.PREFIX).order(ByteOrder.LITTLE_ENDIAN);
    out.add(end.putInt(Framing.CONTINUATION).putInt(0).flip());
    out.flush();
  }

  /** Bytes that had to be written anew in memory first, compressed ones included. */
  public long bytesCopied() {
    return messages.bytesCopied();
  }

  /** Frees what the writer holds; does not end the stream. */
  @Override
  public void close() {
    dictionaries.close();
  }
}
