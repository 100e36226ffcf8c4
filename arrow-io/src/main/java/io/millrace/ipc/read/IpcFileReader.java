package io.millrace.ipc.read;

import io.millrace.error.DataException;
import io.millrace.error.UserException;
import io.millrace.ipc.format.Block;
import io.millrace.ipc.format.Footer;
import io.millrace.ipc.format.Framing;
import io.millrace.ipc.format.Message;
import io.millrace.ipc.format.MessageParser;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.memory.Raw;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An Arrow IPC file, mapped and used in place: the columns of its batches are addresses in the map,
 * checked before they are handed out. The map lives until this reader and all of its batches are
 * closed.
 *
 * <p>A file must not change while it is read: publish by rename. If it is cut short all the same,
 * the reader answers with a {@link DataException}; code that reads a batch's columns later gets the
 * JVM's own {@link InternalError}.
 */
public final class IpcFileReader implements IpcReader {
  private static final int SMALLEST = Framing.FIRST_MESSAGE + Framing.TRAILER;

  private final MappedFile file;
  private final ReadOptions options;
  private final Footer footer;
  private final RecordDecoder decoder;
  private int next;

  private IpcFileReader(
      MappedFile file, ReadOptions options, Footer footer, RecordDecoder decoder) {
    this.file = file;
    this.options = options;
    this.footer = footer;
    this.decoder = decoder;
  }

  /**
   * Opens a file and reads its footer and dictionaries.
   *
   * @param allocator accounts for the map, as one allocation of the file's size, and for what must
   *     be decompressed
   * @throws IOException if the file is not there or cannot be mapped
   */
  public static IpcFileReader open(Path path, BufferAllocator allocator, ReadOptions options)
      throws IOException {
    return over(MappedFile.map(path, SMALLEST, allocator), allocator, options);
  }

  /** Opens a file that is mapped, and takes it over, also if this throws. */
  static IpcFileReader over(MappedFile file, BufferAllocator allocator, ReadOptions options) {
    try {
      return file.reading(() -> read(file, allocator, options));
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static IpcFileReader read(
      MappedFile file, BufferAllocator allocator, ReadOptions options) {
    Footer footer = footer(file, options);
    RecordDecoder decoder = new RecordDecoder(footer.schema(), file.origin(), allocator, options);
    IpcFileReader reader = new IpcFileReader(file, options, footer, decoder);
    try {
      footer.dictionaries().forEach(reader::readDictionary);
      return reader;
    } catch (RuntimeException | Error e) {
      decoder.close();
      throw e;
    }
  }

  private static Footer footer(MappedFile file, ReadOptions options) {
    long trailer = file.size() - Framing.TRAILER;
    if (trailer < Framing.FIRST_MESSAGE || !file.hasMagic(0) || !file.hasMagic(trailer + 4)) {
      throw file.origin()
          .wrong(
              "An Arrow IPC file begins and ends with ARROW1",
              Math.max(0, trailer + 4),
              "bytes=" + file.size());
    }
    int length = Raw.getInt(file.address(trailer));
    if (length <= 0
        || length > options.limits().metadataBytes()
        || length > trailer - Framing.FIRST_MESSAGE) {
      throw file.origin()
          .wrong(
              "A footer must lie within its file and the limit of metadata",
              trailer,
              "footer="
                  + length
                  + ", bytes="
                  + file.size()
                  + ", limit="
                  + options.limits().metadataBytes());
    }
    long at = trailer - length;
    return Footer.parse(file.copy(at, length), at, file.origin(), options.limits());
  }

  private Message message(Block block) {
    int declared = Raw.getInt(file.address(block.offset() + 4));
    int length = block.metadataBytes() - Framing.PREFIX;
    if (Raw.getInt(file.address(block.offset())) != Framing.CONTINUATION || declared != length) {
      throw file.origin()
          .wrong(
              "A message begins with a continuation word and the length that the footer has for it"
                  + " (files from before Arrow 0.15 are not read)",
              block.offset(),
              "length=" + declared + ", footer=" + length);
    }
    long at = block.offset() + Framing.PREFIX;
    Message message =
        MessageParser.parse(file.copy(at, length), at, file.origin(), options.limits());
    if (message.bodyBytes() != block.bodyBytes()) {
      throw file.origin()
          .wrong(
              "A body has the length that the footer has for it",
              at,
              "length=" + message.bodyBytes() + ", footer=" + block.bodyBytes());
    }
    return message;
  }

  private void readDictionary(Block block) {
    if (!(message(block) instanceof Message.OfDictionary dictionary)) {
      throw otherKind(block, "dictionary");
    }
    decoder.dictionary(dictionary, file.body(block.body(), block.bodyBytes()), false);
  }

  private Batch readRecords(Block block) {
    if (!(message(block) instanceof Message.OfRecords records)) {
      throw otherKind(block, "record batch");
    }
    return decoder.records(records.records(), file.body(block.body(), block.bodyBytes()));
  }

  private DataException otherKind(Block block, String expected) {
    return file.origin()
        .wrong(
            "A block of the footer leads to a message of its kind",
            block.offset(),
            "expected=" + expected);
  }

  @Override
  public Schema schema() {
    return footer.schema().schema();
  }

  /** Batches in the file. */
  public int batchCount() {
    return footer.batches().size();
  }

  /**
   * One batch; the caller closes it. May be asked for in any order and more than once.
   *
   * @param index from 0 to below {@link #batchCount()}
   */
  public Batch read(int index) {
    if (index < 0 || index >= batchCount()) {
      throw new UserException(
          "A batch's index lies in its file: index=" + index + ", batches=" + batchCount() + ".");
    }
    return file.reading(() -> readRecords(footer.batches().get(index)));
  }

  @Override
  public Batch next() {
    return next == batchCount() ? null : read(next++);
  }

  @Override
  public long bytesCopied() {
    return decoder.bytesCopied();
  }

  @Override
  public void close() {
    decoder.close();
    file.close();
  }
}
