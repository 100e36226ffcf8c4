package io.millrace.ipc.ring;

import io.millrace.error.DataException;
import io.millrace.kernels.memory.Raw;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A ring's shared memory, mapped: by the writer to be written, by the reader to be read only. The
 * mapping goes with the last reference to it, of which whoever opened it has one.
 */
final class RingSegment implements AutoCloseable {
  private static final VarHandle WORD =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final Set<PosixFilePermission> OWNERS_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Path SELF = Path.of("/proc/self");
  private static final int ZEROS = 1 << 20;

  private final MemorySegment memory;
  private final Arena arena;
  private final RingLayout layout;
  private final AtomicInteger references = new AtomicInteger(1);

  private RingSegment(MemorySegment memory, Arena arena, RingLayout layout) {
    this.memory = memory;
    this.arena = arena;
    this.layout = layout;
  }

  /** A segment and the path at which it can be found until somebody removes it. */
  record Made(RingSegment segment, Path path, long token) {}

  /**
   * Makes a segment all of whose memory is there: a page that was missing later, under a write,
   * would be the end of the process.
   *
   * @throws IOException if there is not enough; nothing is left behind then
   */
  static Made make(RingLayout layout, boolean writable) throws IOException {
    Path folder = folder();
    try {
      return make(folder.resolve(name()), layout, writable);
    } catch (IOException e) {
      throw new IOException(
          "A ring's memory must be there before it is used: folder="
              + folder
              + ", bytes="
              + layout.segmentBytes()
              + ", free="
              + folder.toFile().getUsableSpace()
              + ", cause="
              + e.getMessage()
              + ". Make room, or make the ring smaller.",
          e);
    }
  }

  private static Made make(Path path, RingLayout layout, boolean writable) throws IOException {
    long token = ThreadLocalRandom.current().nextLong();
    try (FileChannel file =
        FileChannel.open(
            path,
            EnumSet.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNERS_ONLY))) {
      fill(file, layout.segmentBytes());
      file.write(header(layout, token), 0);
      return new Made(map(file, layout, writable), path, token);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private static Path folder() {
    Path shared = Path.of("/dev/shm");
    return Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static String name() {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    return "millrace-"
        + ProcessHandle.current().pid()
        + "-"
        + HexFormat.of().formatHex(random)
        + ".ring";
  }

  private static void fill(FileChannel file, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
    for (long left = bytes; left > 0; left -= file.write(zeros.clear().limit(least(left)))) {
      // a write may take less than it was given
    }
  }

  private static int least(long left) {
    return (int) Math.min(left, ZEROS);
  }

  private static ByteBuffer header(RingLayout layout, long token) {
    return ByteBuffer.allocate(RingLayout.TOKEN_AT + Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(RingLayout.MAGIC)
        .putInt(RingLayout.VERSION)
        .putInt(layout.slots())
        .putLong(layout.slotBytes())
        .putLong(layout.dataOffset())
        .putLong(layout.segmentBytes())
        .putLong(token)
        .flip();
  }

  private static RingSegment map(FileChannel file, RingLayout layout, boolean writable)
      throws IOException {
    Arena arena = Arena.ofShared();
    try {
      FileChannel.MapMode mode =
          writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
      return new RingSegment(file.map(mode, 0, layout.segmentBytes(), arena), arena, layout);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Maps a segment that a server has made.
   *
   * @throws DataException if it is not what the server said
   */
  static RingSegment attach(Path path, long token, boolean writable) throws IOException {
    requireOwn(path);
    Set<StandardOpenOption> mode =
        writable
            ? EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
            : EnumSet.of(StandardOpenOption.READ);
    try (FileChannel file = FileChannel.open(path, withoutLinks(mode))) {
      ByteBuffer header =
          ByteBuffer.allocate(RingLayout.TOKEN_AT + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (header.hasRemaining() && file.read(header, header.position()) > 0) {
        // a read may give less than was asked for
      }
      return map(file, parsed(header, token, file.size(), path), writable);
    }
  }

  private static Set<OpenOption> withoutLinks(Set<StandardOpenOption> mode) {
    Set<OpenOption> all = new HashSet<>(mode);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return all;
  }

  private static RingLayout parsed(ByteBuffer header, long token, long size, Path path) {
    if (header.hasRemaining()
        || header.getLong(0) != RingLayout.MAGIC
        || header.getInt(RingLayout.VERSION_AT) != RingLayout.VERSION
        || header.getLong(RingLayout.TOKEN_AT) != token) {
      throw new DataException(
          "A ring's segment begins with its magic, version 1 and the token of the welcome: path="
              + path
              + ".");
    }
    RingLayout layout =
        new RingLayout(
            header.getInt(RingLayout.SLOTS_AT), header.getLong(RingLayout.SLOT_BYTES_AT));
    if (header.getLong(RingLayout.DATA_AT) != layout.dataOffset()
        || header.getLong(RingLayout.SEGMENT_BYTES_AT) != layout.segmentBytes()
        || size != layout.segmentBytes()) {
      throw new DataException(
          "A ring's segment has the size that its slots need: path="
              + path
              + ", bytes="
              + size
              + ", needed="
              + layout.segmentBytes()
              + ".");
    }
    return layout;
  }

  private static void requireOwn(Path path) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    boolean own = found.isRegularFile() && OWNERS_ONLY.containsAll(found.permissions());
    if (!own || (Files.exists(SELF) && !found.owner().equals(Files.getOwner(SELF)))) {
      throw new DataException(
          "A ring's segment is a file of this user, with no rights for others: path="
              + path
              + ", owner="
              + found.owner()
              + ", mode="
              + PosixFilePermissions.toString(found.permissions())
              + ".");
    }
  }

  RingLayout layout() {
    return layout;
  }

  /** Address of the payload of a slot. */
  long payload(int slot) {
    return memory.address() + layout.slot(slot);
  }

  /** The sequence word of a slot; what the writer wrote before it is seen by who reads this. */
  long sequence(int slot) {
    return (long) WORD.getAcquire(Raw.ALL, memory.address() + layout.entry(slot));
  }

  /** The slot's payload is about to be written. */
  void begin(int slot) {
    WORD.setRelease(Raw.ALL, memory.address() + layout.entry(slot), 0L);
    VarHandle.fullFence();
  }

  /** The slot's payload is whole. */
  void publish(int slot, long sequence, long length) {
    long entry = memory.address() + layout.entry(slot);
    Raw.putLong(entry + Long.BYTES, length);
    WORD.setRelease(Raw.ALL, entry, sequence);
  }

  /** One more reference. */
  RingSegment retain() {
    references.incrementAndGet();
    return this;
  }

  /** Gives a reference back; the last one unmaps. On any thread. */
  @Override
  public void close() {
    if (references.decrementAndGet() == 0) {
      arena.close();
    }
  }
}
