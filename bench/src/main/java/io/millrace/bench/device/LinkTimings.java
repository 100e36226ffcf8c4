package io.millrace.bench.device;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.driver.DeviceMemory;
import io.millrace.cuda.driver.PinnedMemory;
import io.millrace.cuda.driver.RegisteredMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Copies between host and device, and within the device. Copies of one measurement are queued one
 * after another, and timed by the device; what came down is compared with what went up.
 */
final class LinkTimings implements AutoCloseable {
  private static final long LEAST = 4 << 10;

  /** Of one measurement, as long as that takes few copies. */
  private static final long BYTES = 64 << 20;

  private static final long MOST_COPIES = 64;
  private static final String UP = "to the device, ";
  private static final String DOWN = "to the host, ";

  private final int rounds;
  private final long largest;
  private final CudaContext context;
  private final CudaStream stream;
  private final CudaStream second;
  private final CudaEvent begin = CudaStream.timedEvent();
  private final CudaEvent end = CudaStream.timedEvent();
  private final DeviceMemory memory;
  private final DeviceMemory other;
  private final Arena arena = Arena.ofShared();
  private final PinnedMemory pinned;
  private final PinnedMemory pinnedToo;
  private final MemorySegment pageable;
  private final MemorySegment registered;
  private final RegisteredMemory registration;

  /** Takes memory; the context is bound. */
  LinkTimings(CudaContext context, int rounds, long largest) {
    this.context = context;
    this.rounds = rounds;
    this.largest = largest;
    this.stream = context.stream();
    this.second = context.stream();
    this.memory = context.allocate(largest);
    this.other = context.allocate(largest);
    this.pinned = context.allocatePinned(largest);
    this.pinnedToo = context.allocatePinned(largest);
    this.pageable = arena.allocate(largest, LEAST);
    this.registered = arena.allocate(largest, LEAST);
    this.registration = context.register(registered.address(), largest);
    for (MemorySegment each : List.of(pinned.segment(), pageable, registered)) {
      fill(each, each.address());
    }
    stream.upload(memory.address(), pinned, 0, largest);
    stream.copy(other, 0, memory, 0, largest);
    stream.synchronize();
  }

  /** Bytes that lie in no other of these; a larger size finds some that no copy has changed. */
  private static void fill(MemorySegment segment, long seed) {
    for (long at = 0; at < segment.byteSize(); at += Long.BYTES) {
      segment.set(ValueLayout.JAVA_LONG, at, seed * 31 + at);
    }
  }

  /** The link, by size of a copy. */
  Section link() {
    Section section =
        new Section(
            "Link",
            "Copies of one size queued one after another, GB/s by the device's clock, median (least"
                + " to greatest) of "
                + rounds
                + " rounds. Pinned memory is the driver's, registered memory is the program's that"
                + " the driver was asked to keep in place, pageable is neither. Both ways: a copy"
                + " each way at the same time, all bytes by the time of the later one, by the"
                + " host's clock. The last column is one copy to the device and the wait for it.",
            List.of(
                "size",
                UP + "pinned",
                UP + "registered",
                UP + "pageable",
                DOWN + "pinned",
                DOWN + "registered",
                DOWN + "pageable",
                "both ways, pinned",
                "one copy and wait"));
    for (long size = LEAST; size <= largest; size *= 4) {
      section.add(sizes(size));
    }
    return section;
  }

  private List<Cell> sizes(long size) {
    long device = memory.address();
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell.Text(words(size)));
    cells.add(queued(size, () -> stream.upload(device, pinned, 0, size)));
    cells.add(queued(size, () -> stream.upload(device, registered.address(), size)));
    check(size, registered);
    cells.add(queued(size, () -> stream.upload(device, pageable.address(), size)));
    check(size, pageable);
    stream.upload(device, pinned, 0, size);
    cells.add(queued(size, () -> stream.download(pinnedToo, 0, device, size)));
    same(size, pinned.segment(), pinnedToo.segment());
    cells.add(queued(size, () -> stream.download(registered.address(), device, size)));
    same(size, pinned.segment(), registered);
    cells.add(queued(size, () -> stream.download(pageable.address(), device, size)));
    same(size, pinned.segment(), pageable);
    cells.add(bothWays(size));
    cells.add(
        new Cell.Time(
            Measured.rounds(
                rounds,
                Measured.byHost(
                    () -> {
                      stream.upload(device, pinned, 0, size);
                      stream.synchronize();
                    }))));
    return cells;
  }

  private static String words(long size) {
    return size < 1 << 20
        ? String.format(Locale.ROOT, "%d KiB", size >> 10)
        : String.format(Locale.ROOT, "%d MiB", size >> 20);
  }

  private static long copies(long size) {
    return Math.clamp(BYTES / size, 1, MOST_COPIES);
  }

  private Cell.Rate queued(long size, Runnable copy) {
    long copies = copies(size);
    DoubleSupplier measured =
        () -> {
          stream.record(begin);
          for (long i = 0; i < copies; i++) {
            copy.run();
          }
          stream.record(end);
          end.synchronize();
          return end.nanosSince(begin);
        };
    return gigabytes(copies * size, measured);
  }

  private Cell.Rate bothWays(long size) {
    long copies = copies(size);
    return gigabytes(
        2 * copies * size,
        Measured.byHost(
            () -> {
              for (long i = 0; i < copies; i++) {
                stream.upload(memory.address(), pinned, 0, size);
                second.download(pinnedToo, 0, other.address(), size);
              }
              stream.synchronize();
              second.synchronize();
            }));
  }

  private Cell.Rate gigabytes(long bytes, DoubleSupplier measured) {
    return new Cell.Rate(bytes, Cell.Unit.GB_PER_SECOND, Measured.rounds(rounds, measured));
  }

  /** What came up from {@code source} comes down again as it was. */
  private void check(long size, MemorySegment source) {
    stream.download(pinnedToo, 0, memory.address(), size);
    stream.synchronize();
    same(size, source, pinnedToo.segment());
  }

  private static void same(long size, MemorySegment expected, MemorySegment actual) {
    long differs = expected.asSlice(0, size).mismatch(actual.asSlice(0, size));
    if (differs >= 0) {
      throw new IllegalStateException("Copies must be equal: size=" + size + ", byte=" + differs);
    }
  }

  /**
   * The rate at which memory of the device is copied to other memory of it, bytes read and bytes
   * written.
   */
  Cell.Rate deviceMemory() {
    long copies = 8;
    return gigabytes(
        2 * copies * largest,
        () -> {
          stream.record(begin);
          for (long i = 0; i < copies; i++) {
            stream.copy(other, 0, memory, 0, largest);
          }
          stream.record(end);
          end.synchronize();
          return end.nanosSince(begin);
        });
  }

  @Override
  public void close() {
    context.synchronize();
    registration.close();
    arena.close();
    pinnedToo.close();
    pinned.close();
    other.close();
    memory.close();
    end.close();
    begin.close();
    second.close();
    stream.close();
  }
}
