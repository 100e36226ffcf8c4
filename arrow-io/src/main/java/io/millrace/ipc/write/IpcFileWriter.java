package io.millrace.ipc.write;

import io.millrace.error.UserException;
import io.millrace.ipc.format.Block;
import io.millrace.ipc.format.Framing;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.sink.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Writes an Arrow IPC file. Buffers go to the channel from where they lie; only bits of a slice
 * that do not begin on a byte, and offsets that do not begin at 0, are written anew first. For one
 * thread.
 *
 * <p>The file is whole after {@link #finish}; write it aside and rename it then. The channel stays
 * the caller's to close.
 */
public final class IpcFileWriter implements AutoCloseable {
  private static final byte[] MAGIC = {'A', 'R', 'R', 'O', 'W', '1', 0, 0};

  private final GatheringOut out;
  private final WriteLayout layout;
  private final MessageWriter messages;
  private final SentDictionaries dictionaries;
  private final List<Block> dictionaryBlocks = new ArrayList<>();
  private final List<Block> batchBlocks = new ArrayList<>();

  /**
   * Begins a file.
   *
   * @param channel at the position where the file begins
   * @param allocator for what cannot be written as it lies
   */
  public IpcFileWriter(GatheringByteChannel channel, WriteLayout layout, BufferAllocator allocator)
      throws IOException {
    this(channel, layout, Compression.NONE, allocator);
  }

  /** As the other one, every buffer compressed by itself. */
  public IpcFileWriter(
      GatheringByteChannel channel,
      WriteLayout layout,
      Compression compression,
      BufferAllocator allocator)
      throws IOException {
    this.out = new GatheringOut(channel);
    this.layout = layout;
    this.messages = new MessageWriter(out, layout, compression, allocator);
    this.dictionaries = new SentDictionaries(layout);
    out.add(ByteBuffer.wrap(MAGIC));
    messages.schema();
  }

  /**
   * Writes a batch, which stays the caller's.
   *
   * @throws UserException if a column's dictionary is not that of the batches before: a file has
   *     room for one
   */
  public void write(Batch batch) throws IOException {
    for (int i = 0; i < batch.columns().size(); i++) {
      if (layout.isEncoded(i)) {
        writeDictionary(i, batch.column(i));
      }
    }
    batchBlocks.add(messages.records(batch));
  }

  private void writeDictionary(int ordinal, Column column) throws IOException {
    if (!dictionaries.isNew(ordinal, column)) {
      return;
    }
    if (dictionaries.has(ordinal)) {
      throw new UserException(
          "A file has one dictionary for a column: column="
              + layout.schema().getFields().get(ordinal).getName()
              + ". Write the column plainly, or a stream, in which dictionaries may change.");
    }
    dictionaryBlocks.add(messages.dictionary(ordinal, false, column.dictionary()));
    dictionaries.put(ordinal, column.dictionary());
  }

  /** Writes the footer. Nothing may be written afterwards. */
  public void finish() throws IOException {
    ByteBuffer end = ByteBuffer.allocate(Framing.PREFIX).order(ByteOrder.LITTLE_ENDIAN);
    out.add(end.putInt(Framing.CONTINUATION).putInt(0).flip());
    ByteBuffer footer = Metadata.footer(layout.messageSchema(), dictionaryBlocks, batchBlocks);
    ByteBuffer trailer = ByteBuffer.allocate(Framing.TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt(footer.remaining()).put(MAGIC, 0, Framing.MAGIC_BYTES).flip();
    out.add(footer);
    out.add(trailer);
    out.flush();
  }

  /** Bytes of the file so far. */
  public long position() {
    return out.position();
  }

  /** Bytes that had to be written anew in memory first, compressed ones included. */
  public long bytesCopied() {
    return messages.bytesCopied();
  }

  /** Frees what the writer holds; does not finish the file. */
  @Override
  public void close() {
    dictionaries.close();
  }
}
