package io.millrace.ipc.read;

import io.millrace.kernels.batch.Batch;
import java.io.IOException;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches of one IPC file or stream, one after the other. For one thread at a time; the batches may
 * go to others.
 *
 * <p>Errors: bytes that are not what they should be are a {@link io.millrace.error.DataException}
 * that names the rule, the input and the byte, whatever the bytes are. After one the reader can
 * only be closed.
 */
public interface IpcReader extends AutoCloseable {
  /**
   * Names and value types of the columns. Whether a column is dictionary-encoded is a property of
   * each batch.
   */
  Schema schema();

  /**
   * The next batch, null at the end. The caller closes it; it may outlive the reader.
   *
   * @throws IOException if the input cannot be read
   */
  Batch next() throws IOException;

  /**
   * Bytes that were copied or decompressed into buffers of their own so far; 0 for mapped input in
   * plain form.
   */
  long bytesCopied();

  /** Gives the input back, once the batches read from it are closed as well. */
  @Override
  void close() throws IOException;
}
