package io.millrace.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written under a hidden name, {@code .NAME.tmp} in the same folder, and renamed
 * when it is whole, so that nobody ever sees a part of it. {@link #publish} puts it in its place,
 * over a file that may be there; {@link #close} without it takes it away. After an error nothing is
 * left behind, and the message names the file and how far it came.
 *
 * <p>Writes take all they are given, however the channel beneath cuts them. One thread.
 */
public final class AsideFile implements GatheringByteChannel {
  private final Path target;
  private final Path aside;
  private final FileChannel channel;
  private final boolean durable;
  private long written;
  private boolean published;

  /**
   * Begins a file. A part that an earlier process left behind is overwritten.
   *
   * @param target where the file shall be
   * @param durable whether publishing waits until the file and its name are on the disk, so that it
   *     survives a loss of power
   */
  public static AsideFile create(Path target, boolean durable) throws IOException {
    Path aside = aside(target);
    try {
      FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      return new AsideFile(target, channel, durable);
    } catch (IOException e) {
      throw failure(target, 0, e);
    }
  }

  /** Over a given channel, for tests. */
  AsideFile(Path target, FileChannel channel, boolean durable) {
    this.target = target;
    this.aside = aside(target);
    this.channel = channel;
    this.durable = durable;
  }

  private static Path aside(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".tmp");
  }

  private static IOException failure(Path target, long written, IOException cause) {
    return new IOException(
        "A file must be written whole: path="
            + target
            + ", bytesWritten="
            + written
            + ", cause="
            + cause
            + ". Nothing of it was left; see to the disk's space and rights.",
        cause);
  }

  /** Bytes written so far, which is also where the next go. */
  public long written() {
    return written;
  }

  /** Where the file will be. */
  public Path target() {
    return target;
  }

  /** Writes all of a buffer. */
  @Override
  public int write(ByteBuffer buffer) throws IOException {
    int length = buffer.remaining();
    try {
      while (buffer.hasRemaining()) {
        written += channel.write(buffer);
      }
      return length;
    } catch (IOException e) {
      throw failure(target, written, e);
    }
  }

  /** Writes all of some buffers. */
  @Override
  public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
    long before = written;
    int from = offset;
    int end = offset + length;
    try {
      while (from < end) {
        written += channel.write(buffers, from, end - from);
        while (from < end && !buffers[from].hasRemaining()) {
          from++;
        }
      }
      return written - before;
    } catch (IOException e) {
      throw failure(target, written, e);
    }
  }

  /** Writes all of some buffers. */
  @Override
  public long write(ByteBuffer[] buffers) throws IOException {
    return write(buffers, 0, buffers.length);
  }

  /** The file is whole: gives it its name, in one step, in place of a file that has it now. */
  public void publish() throws IOException {
    try {
      if (durable) {
        channel.force(true);
      }
      channel.close();
      Files.move(
          aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      published = true;
      if (durable) {
        forceFolder();
      }
    } catch (IOException e) {
      throw failure(target, written, e);
    }
  }

  /** The name is on the disk only when its folder is. */
  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(target.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** Takes the file away unless it was published. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (!published) {
        Files.deleteIfExists(aside);
      }
    }
  }
}
