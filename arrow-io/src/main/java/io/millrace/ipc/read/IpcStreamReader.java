package io.millrace.ipc.read;

import io.millrace.ipc.format.IpcSchema;
import io.millrace.ipc.format.Message;
import io.millrace.ipc.format.MessageParser;
import io.millrace.ipc.format.Origin;
import io.millrace.kernels.batch.Batch;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An Arrow IPC stream: a schema, then dictionaries and batches in the order in which they apply.
 * From a channel each body is read once into a buffer of its own, and the columns lie in it; from a
 * mapped file nothing is copied. The end is the stream's own mark, or the input's end between two
 * messages.
 */
public final class IpcStreamReader implements IpcReader {
  private final MessageInput input;
  private final ReadOptions options;
  private final IpcSchema schema;
  private final RecordDecoder decoder;
  private final boolean mapped;
  private boolean ended;

  private IpcStreamReader(MessageInput input, BufferAllocator allocator, ReadOptions options)
      throws IOException {
    this.input = input;
    this.options = options;
    this.mapped = input instanceof MappedInput;
    this.schema = readSchema();
    this.decoder = new RecordDecoder(schema, input.origin(), allocator, options);
  }

  /**
   * Opens a stream that lies in a file, mapped and in place.
   *
   * @param allocator accounts for the map, as one allocation of the file's size
   */
  public static IpcStreamReader open(Path path, BufferAllocator allocator, ReadOptions options)
      throws IOException {
    return over(MappedFile.map(path, 1, allocator), allocator, options);
  }

  /**
   * Opens a stream that lies in memory, which is used in place. The memory must stay as it is until
   * its last reference is released.
   *
   * @param memory all of it is the stream; taken over, also if this throws
   * @param name of the input, for messages
   */
  public static IpcStreamReader open(
      ArrowBuf memory, String name, BufferAllocator allocator, ReadOptions options)
      throws IOException {
    return over(MappedFile.over(memory, name), allocator, options);
  }

  static IpcStreamReader over(MappedFile file, BufferAllocator allocator, ReadOptions options)
      throws IOException {
    return open(new MappedInput(file), allocator, options);
  }

  /**
   * Opens a stream that comes through a channel, and waits for its schema.
   *
   * @param channel blocking; closed with the reader, also if this throws
   * @param name of the peer, for messages
   */
  public static IpcStreamReader open(
      ReadableByteChannel channel, String name, BufferAllocator allocator, ReadOptions options)
      throws IOException {
    long limit = options.limits().allocatedBytes();
    return open(new ChannelInput(channel, new Origin(name), allocator, limit), allocator, options);
  }

  private static IpcStreamReader open(
      MessageInput input, BufferAllocator allocator, ReadOptions options) throws IOException {
    try {
      return new IpcStreamReader(input, allocator, options);
    } catch (InternalError e) {
      try (input) {
        throw cutShort(input, e);
      }
    } catch (IOException | RuntimeException | Error e) {
      try (input) {
        throw e;
      }
    }
  }

  private static RuntimeException cutShort(MessageInput input, InternalError fault) {
    return input
        .origin()
        .wrong("A file must not be cut short while it is read", input.position(), "", fault);
  }

  private IpcSchema readSchema() throws IOException {
    if (!(message() instanceof Message.OfSchema first) || first.bodyBytes() != 0) {
      throw input.origin().wrong("A stream begins with its schema", 0, "");
    }
    return first.schema();
  }

  private Message message() throws IOException {
    long at = input.position();
    byte[] metadata = input.metadata(options.limits().metadataBytes());
    return metadata == null
        ? null
        : MessageParser.parse(metadata, at + 8, input.origin(), options.limits());
  }

  @Override
  public Schema schema() {
    return schema.schema();
  }

  @Override
  public Batch next() throws IOException {
    try {
      while (!ended) {
        Batch batch = take(message());
        if (batch != null) {
          return batch;
        }
      }
      return null;
    } catch (InternalError e) {
      throw cutShort(input, e);
    }
  }

  /** The message's batch, null if it holds none. */
  private Batch take(Message message) throws IOException {
    return switch (message) {
      case null -> {
        ended = true;
        yield null;
      }
      case Message.OfSchema _ ->
          throw input
              .origin()
              .wrong("A stream has one schema, at its beginning", input.position(), "");
      case Message.OfDictionary dictionary -> {
        try {
          decoder.dictionary(dictionary, body(dictionary), true);
        } finally {
          input.release();
        }
        yield null;
      }
      case Message.OfRecords records -> {
        try {
          yield decoder.records(records.records(), body(records));
        } finally {
          input.release();
        }
      }
    };
  }

  private Body body(Message message) throws IOException {
    Body body = input.body(message.bodyBytes());
    if (!mapped) {
      decoder.countCopied(message.bodyBytes());
    }
    return body;
  }

  @Override
  public long bytesCopied() {
    return decoder.bytesCopied();
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    input.close();
  }
}
