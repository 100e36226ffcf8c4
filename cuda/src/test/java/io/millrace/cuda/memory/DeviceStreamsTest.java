package io.millrace.cuda.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.driver.Cuda;
import io.millrace.cuda.driver.CudaAvailability;
import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.FreshEmulator;
import io.millrace.cuda.emulator.Schedules;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.kernels.memory.Raw;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Memory goes from one stream to another while the host waits for nothing: each time one of them
 * has to wait for the other. The emulated driver fails work that does not.
 */
@ExtendWith(FreshEmulator.class)
class DeviceStreamsTest {
  private static final int ROWS = 600;
  private static final long BYTES = 8L * ROWS;

  private HostSlabs slabs;
  private CudaDevice device;
  private Arena arena;
  private MemorySegment host;

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  @BeforeEach
  void open() {
    var found = (CudaAvailability.Available) Cuda.availability();
    slabs = new HostSlabs(HostSlab.BYTES);
    device = new CudaDevice(found.devices().getFirst(), slabs, false);
    device.bind();
    arena = Arena.ofConfined();
    host = arena.allocate(BYTES, 8);
  }

  @AfterEach
  void close() {
    if (device != null) {
      arena.close();
      device.close();
      slabs.close();
    }
  }

  private Arrival arrival(long value) {
    for (int row = 0; row < ROWS; row++) {
      host.setAtIndex(ValueLayout.JAVA_LONG, row, value);
    }
    return device.arrivals().begin(List.of(new HostRange(host.address(), BYTES, 0)), BYTES);
  }

  /** A kernel that reads each half of the longs from one place on, and writes it as a long. */
  private void copy(long from, long to) {
    device.kernels().overRows(KernelFile.LOAD, "load_int32", 2 * ROWS, from, to);
  }

  private Departure send(long address, long bytes) {
    Departure departure = device.departures().begin(bytes, 1);
    departure.add(address, bytes);
    departure.send();
    return departure;
  }

  private static void holds(Departure departure, int words, long value) {
    departure.await();
    long at = departure.memory().segment().address();
    for (int row = 0; row < words; row++) {
      assertThat(Raw.getLong(at + 8L * row)).isEqualTo(value);
    }
    departure.close();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aSlotIsFilledAgainWhenItsKernelsAreDone(Schedules schedule) {
    schedule.use();
    DeviceBlock result = device.heap().take(4 * BYTES);
    long slot = 0;
    for (long value = 1; value <= 4; value++) {
      try (Arrival arrival = arrival(value)) {
        arrival.ready();
        assertThat(slot == 0 || slot == arrival.address()).isTrue();
        slot = arrival.address();
        copy(arrival.address(), result.address());
      }
      holds(send(result.address(), BYTES), 1, value);
    }
    result.close();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aSlotIsFilledAgainThoughNobodyWaitedForItsKernels(Schedules schedule) {
    schedule.use();
    DeviceBlock result = device.heap().take(4 * BYTES);
    for (long value = 1; value <= 4; value++) {
      try (Arrival arrival = arrival(value)) {
        arrival.ready();
        copy(arrival.address(), result.address());
      }
    }
    holds(send(result.address(), BYTES), 1, 4);
    result.close();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aSlotIsFilledAgainWhenWhatItHoldsIsDown(Schedules schedule) {
    schedule.use();
    Departure first;
    try (Arrival arrival = arrival(1)) {
      arrival.ready();
      first = send(arrival.address(), BYTES);
    }
    try (Arrival arrival = arrival(2)) {
      arrival.ready();
      holds(send(arrival.address(), BYTES), ROWS, 2);
    }
    holds(first, ROWS, 1);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aBatchThatNobodyReadGivesItsBlockToKernels(Schedules schedule) {
    schedule.use();
    long address;
    try (Arrival arrival = arrival(1)) {
      device.arrivals().gather(arrival);
      address = arrival.address();
    }
    device.arrivals().trim();
    try (DeviceBlock block = device.heap().take(BYTES)) {
      assertThat(block.address()).isEqualTo(address);
      device.stream().fill(block.address(), (byte) 0, BYTES);
      holds(send(block.address(), BYTES), ROWS, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void pinnedMemoryMayChangeOnceItsBatchIsClosed(Schedules schedule) {
    schedule.use();
    try (RootAllocator root =
            new RootAllocator(
                RootAllocator.configBuilder().allocationManagerFactory(slabs.factory()).build());
        ArrowBuf pinned = root.buffer(HostSlab.LEAST)) {
      long bytes = pinned.capacity();
      MemorySegment segment = MemorySegment.ofAddress(pinned.memoryAddress()).reinterpret(bytes);
      segment.fill((byte) 1);
      Emulator.set("log", true);
      Arrival arrival =
          device.arrivals().begin(List.of(new HostRange(segment.address(), bytes, 0)), bytes);
      assertThat(Emulator.log())
          .as("nobody gathers it")
          .anyMatch(work -> work.what().equals("upload") && work.bytes() == bytes);
      arrival.close();
      segment.fill((byte) 2);
      holds(send(arrival.address(), BYTES), ROWS, 0x0101010101010101L);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aBatchIsPutWhereKernelsWorkedBefore(Schedules schedule) {
    schedule.use();
    DeviceBlock block = device.heap().take(BYTES);
    long address = block.address();
    device.stream().fill(address, (byte) 3, BYTES);
    block.close();
    try (Arrival arrival = arrival(7)) {
      assertThat(arrival.address()).isEqualTo(address);
      arrival.ready();
      holds(send(address, BYTES), ROWS, 7);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void whatGoesDownIsNotHandedOutBeforeItIsThere(Schedules schedule) {
    schedule.use();
    DeviceBlock block = device.heap().take(BYTES);
    long address = block.address();
    device.stream().fill(address, (byte) 0, BYTES);
    Departure departure = send(address, BYTES);
    block.close();
    try (DeviceBlock other = device.heap().take(BYTES)) {
      assertThat(other.address()).isNotEqualTo(address);
      device.stream().fill(other.address(), (byte) 1, BYTES);
    }
    holds(departure, ROWS, 0);
    try (DeviceBlock again = device.heap().take(BYTES)) {
      assertThat(again.bytes()).isEqualTo(block.bytes());
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void scratchMemoryThatGoesDownIsNotTakenAgain(Schedules schedule) {
    schedule.use();
    Departure[] departures = new Departure[3];
    for (int round = 0; round < departures.length; round++) {
      long at = device.scratch().take(BYTES);
      device.stream().fill(at, (byte) round, BYTES);
      departures[round] = send(at, BYTES);
      device.scratch().reset();
    }
    for (int round = 0; round < departures.length; round++) {
      holds(departures[round], ROWS, 0x0101010101010101L * round);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void whatIsHeldIsUsedWhereTheDriverHasNoMore(Schedules schedule) {
    schedule.use();
    Emulator.set("memory", 64 << 20);
    DeviceBlock block = device.heap().take(40 << 20);
    device.stream().fill(block.address(), (byte) 0, BYTES);
    Departure departure = send(block.address(), BYTES);
    block.close();
    try (DeviceBlock larger = device.heap().take(50 << 20)) {
      device.stream().fill(larger.address(), (byte) 1, BYTES);
    }
    holds(departure, ROWS, 0);
  }
}
